from django.db import migrations, models

NO_CHANGE = """
    CREATE TRIGGER audit_seal_no_change BEFORE UPDATE OR DELETE ON audit_auditseal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()
"""

NO_TRUNCATE = """
    CREATE TRIGGER audit_seal_no_truncate BEFORE TRUNCATE ON audit_auditseal
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change()
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0004_only_ever_add")]

    operations = [
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("event_id", models.UUIDField()),
                ("event_at", models.DateTimeField()),
                ("event_number", models.BigIntegerField()),
                ("event_hash", models.BinaryField()),
                ("owner_id", models.UUIDField(null=True)),
                ("key_id", models.CharField(max_length=64)),
                ("mac", models.BinaryField()),
            ],
        ),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(fields=["at", "id"], name="audit_event_oldest_first"),
        ),
        migrations.RunSQL(NO_CHANGE, "DROP TRIGGER audit_seal_no_change ON audit_auditseal"),
        migrations.RunSQL(NO_TRUNCATE, "DROP TRIGGER audit_seal_no_truncate ON audit_auditseal"),
    ]
