from celery import shared_task
from django.utils import timezone

from recoveryapp.export import actions, retention, telling, working


@shared_task(name="export.work")
def work() -> None:
    working.work(clock=timezone.now)


@shared_task(name="export.erase_due")
def erase_due() -> None:
    actions.erase_due(now=timezone.now())


@shared_task(name="export.tell_of_closings")
def tell_of_closings() -> None:
    telling.tell_of_closings(now=timezone.now())


@shared_task(name="export.forget")
def forget() -> None:
    retention.forget_what_is_over(now=timezone.now())
