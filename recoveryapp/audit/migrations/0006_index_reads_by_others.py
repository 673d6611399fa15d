from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0005_seal_chains")]

    operations = [
        migrations.RemoveIndex(model_name="auditevent", name="audit_of_person_newest"),
        migrations.AddIndex(
            model_name="auditevent",
            index=models.Index(
                condition=models.Q(
                    ("verb__in", ("read", "export", "print")),
                    models.Q(("actor_id", models.F("owner_id")), _negated=True),
                ),
                fields=["owner_id", "-at", "-id"],
                name="audit_reads_newest",
            ),
        ),
    ]
