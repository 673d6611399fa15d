from celery import shared_task
from django.utils import timezone

from recoveryapp.reminders import actions, digests, dispatch


@shared_task(name="reminders.dispatch_due")
def dispatch_due() -> None:
    dispatch.dispatch_due(clock=timezone.now)


@shared_task(name="reminders.forget_history")
def forget_history() -> None:
    actions.forget_history(now=timezone.now())


@shared_task(name="reminders.send_digests")
def send_digests() -> None:
    digests.send_digests(clock=timezone.now)
