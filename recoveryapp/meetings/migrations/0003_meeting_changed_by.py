from django.db import migrations, models

SIDES = [("person", "Person"), ("worker", "Worker")]


class Migration(migrations.Migration):
    dependencies = [("meetings", "0002_agenda_of_steps_milestones_and_check_ins")]

    operations = [
        migrations.AddField(
            model_name="meeting",
            name="changed_by",
            field=models.CharField(blank=True, choices=SIDES, db_default="", max_length=10),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("changed_by__in", ["", "person", "worker"])),
                name="meeting_changed_by_a_side",
            ),
        ),
    ]
