"""No event is changed or taken away, by whatever the app or a person at its database session runs."""

from django.db import migrations

REFUSE = """
    CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'rows of % are only ever added', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
    END
    $$
"""

NO_CHANGE = """
    CREATE TRIGGER audit_event_no_change BEFORE UPDATE OR DELETE ON audit_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()
"""

NO_TRUNCATE = """
    CREATE TRIGGER audit_event_no_truncate BEFORE TRUNCATE ON audit_auditevent
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_chain_events")]

    operations = [
        migrations.RunSQL(REFUSE, "DROP FUNCTION audit_refuse_change()"),
        migrations.RunSQL(NO_CHANGE, "DROP TRIGGER audit_event_no_change ON audit_auditevent"),
        migrations.RunSQL(NO_TRUNCATE, "DROP TRIGGER audit_event_no_truncate ON audit_auditevent"),
    ]
