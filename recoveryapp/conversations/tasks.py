from celery import shared_task
from django.utils import timezone

from recoveryapp.conversations import actions


@shared_task(name="conversations.forget_old")
def forget_old() -> None:
    actions.forget_old(now=timezone.now())
