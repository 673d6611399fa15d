from django.db import migrations, models

WAYS = ["in_app", "push", "email", "sms"]


class Migration(migrations.Migration):
    dependencies = [("conversations", "0001_conversations_and_messages")]

    operations = [
        migrations.RemoveConstraint(model_name="conversation", name="conversation_told_by_known"),
        migrations.AddConstraint(
            model_name="conversation",
            constraint=models.CheckConstraint(
                condition=models.Q(person_told_by__contained_by=WAYS, worker_told_by__contained_by=WAYS),
                name="conversation_told_by_known",
            ),
        ),
    ]
