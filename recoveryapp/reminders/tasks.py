from celery import shared_task
from django.utils import timezone

from recoveryapp.reminders.dispatch import dispatch_due as send_what_is_due


@shared_task(name="reminders.dispatch_due")
def dispatch_due() -> None:
    send_what_is_due(clock=timezone.now)
