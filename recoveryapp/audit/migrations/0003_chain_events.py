"""One chain of events for each person, made by the database in the statement that writes the event.

A writer holds its chain's lock until its transaction ends; the next then sees what it wrote, because under READ
COMMITTED each statement of a trigger looks anew. So numbers have no gap, and writers about others do not wait.
"""

import uuid

import django.db.models.functions
from django.db import migrations, models

HASH = """
    CREATE FUNCTION audit_event_hash(event audit_auditevent) RETURNS bytea LANGUAGE sql STABLE AS $$
        SELECT sha256(event.previous_hash || convert_to(jsonb_build_array(
            event.number,
            event.id,
            (extract(epoch FROM event.at) * 1000000)::bigint,
            event.actor_id,
            event.actor_role,
            event.owner_id,
            event.verb,
            event.noun,
            event.object_id,
            event.object_count,
            event.scopes,
            event.purpose
        )::text, 'UTF8'))
    $$
"""

CHAIN_WHAT_STANDS = """
    DO $$
    DECLARE
        event audit_auditevent;
        before audit_auditevent;
    BEGIN
        FOR event IN SELECT * FROM audit_auditevent ORDER BY owner_id, at, id LOOP
            IF before.id IS NOT NULL AND before.owner_id IS NOT DISTINCT FROM event.owner_id THEN
                event.number := before.number + 1;
                event.previous_hash := before.hash;
            ELSE
                event.number := 1;
                event.previous_hash := '';
            END IF;
            event.hash := audit_event_hash(event);
            UPDATE audit_auditevent
            SET number = event.number, previous_hash = event.previous_hash, hash = event.hash
            WHERE id = event.id;
            before := event;
        END LOOP;
    END
    $$
"""

INTO_CHAIN = """
    CREATE FUNCTION audit_event_into_chain() RETURNS trigger LANGUAGE plpgsql VOLATILE AS $$
    DECLARE
        chain CONSTANT uuid := coalesce(NEW.owner_id, '00000000-0000-0000-0000-000000000000'::uuid);
        before record;
    BEGIN
        PERFORM pg_advisory_xact_lock(hashtextextended('audit ' || chain, 0));
        SELECT number, hash INTO before FROM audit_auditevent
            WHERE coalesce(owner_id, '00000000-0000-0000-0000-000000000000'::uuid) = chain
            ORDER BY number DESC LIMIT 1;
        NEW.at := clock_timestamp();
        NEW.number := coalesce(before.number, 0) + 1;
        NEW.previous_hash := coalesce(before.hash, '');
        NEW.hash := audit_event_hash(NEW);
        RETURN NEW;
    END
    $$
"""

TRIGGER = """
    CREATE TRIGGER audit_event_into_chain BEFORE INSERT ON audit_auditevent
    FOR EACH ROW EXECUTE FUNCTION audit_event_into_chain()
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_what_was_read_and_why")]

    operations = [
        migrations.AlterField(
            model_name="auditevent",
            name="at",
            field=models.DateTimeField(db_default=django.db.models.functions.Now(), editable=False),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="number",
            field=models.BigIntegerField(db_default=0, editable=False),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="previous_hash",
            field=models.BinaryField(db_default=b"", editable=False),
        ),
        migrations.AddField(
            model_name="auditevent",
            name="hash",
            field=models.BinaryField(db_default=b"", editable=False),
        ),
        migrations.RunSQL(HASH, "DROP FUNCTION audit_event_hash(audit_auditevent)"),
        migrations.RunSQL(CHAIN_WHAT_STANDS, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="auditevent",
            constraint=models.UniqueConstraint(
                django.db.models.functions.Coalesce(
                    "owner_id", models.Value(uuid.UUID(int=0), output_field=models.UUIDField())
                ),
                models.F("number"),
                name="audit_event_number_once",
            ),
        ),
        migrations.RunSQL(INTO_CHAIN, "DROP FUNCTION audit_event_into_chain()"),
        migrations.RunSQL(TRIGGER, "DROP TRIGGER audit_event_into_chain ON audit_auditevent"),
    ]
