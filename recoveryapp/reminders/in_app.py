from recoveryapp.notifications.channels import Message
from recoveryapp.reminders.models import Notice


class InAppChannel:
    """Shows the message in the app.

    It stands here and not in `notifications`, which lies below the one gate: a notice is an owned row.
    """

    name = "in_app"

    def carry(self, message: Message) -> str:
        notice, _ = Notice.objects.get_or_create(
            id=message.id,
            defaults={"owner_id": message.owner_id, "recorded_at": message.at, "words": message.words},
        )
        return str(notice.pk)
