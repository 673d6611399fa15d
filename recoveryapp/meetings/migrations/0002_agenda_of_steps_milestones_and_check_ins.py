from django.db import migrations, models

KINDS = ["own_words", "goal", "step", "milestone", "said", "helped", "in_the_way", "entry"]
CHOICES = [
    ("own_words", "Own Words"),
    ("goal", "Goal"),
    ("step", "Step"),
    ("milestone", "Milestone"),
    ("said", "Said"),
    ("helped", "Helped"),
    ("in_the_way", "In The Way"),
    ("entry", "Entry"),
]


class Migration(migrations.Migration):
    dependencies = [("meetings", "0001_meetings_notes_and_commitments")]

    operations = [
        migrations.RemoveConstraint(model_name="agendaline", name="agenda_kind_known"),
        migrations.AlterField(
            model_name="agendaline", name="kind", field=models.CharField(choices=CHOICES, max_length=20)
        ),
        migrations.AddConstraint(
            model_name="agendaline",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", KINDS)), name="agenda_kind_known"
            ),
        ),
    ]
