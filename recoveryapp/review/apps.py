from django.apps import AppConfig


class ReviewConfig(AppConfig):
    name = "recoveryapp.review"

    def ready(self) -> None:
        from recoveryapp.conversations.attachments import find_by
        from recoveryapp.conversations.enums import AttachedKind
        from recoveryapp.review.queries import sheets_by_id

        find_by(AttachedKind.SHEET, sheets_by_id)
