from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "recoveryapp.reminders"

    def ready(self) -> None:
        from anymail.signals import tracking

        from recoveryapp.reminders.bounces import hear

        tracking.connect(hear, dispatch_uid="reminders.bounces")
