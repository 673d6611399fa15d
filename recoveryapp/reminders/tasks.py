from uuid import UUID

from celery import shared_task
from django.utils import timezone

from recoveryapp.common.errors import NotVisible
from recoveryapp.notifications.channels import Undelivered, Unreachable
from recoveryapp.reminders import actions, carrying, digests, dispatch, news, sharing_ends


@shared_task(name="reminders.dispatch_due")
def dispatch_due() -> None:
    dispatch.dispatch_due(clock=timezone.now)


@shared_task(name="reminders.forget_history")
def forget_history() -> None:
    actions.forget_history(now=timezone.now())
    carrying.forget_tellings(now=timezone.now())


@shared_task(name="reminders.tell_of_sharing_ends")
def tell_of_sharing_ends() -> None:
    for grant_id in sharing_ends.show_ends(now=timezone.now()):
        mail_of_sharing_end.delay(str(grant_id))


@shared_task(
    name="reminders.mail_of_sharing_end",
    autoretry_for=(Unreachable,),
    retry_backoff=60,
    max_retries=5,
    throws=(Undelivered, NotVisible),
)
def mail_of_sharing_end(grant_id: str) -> None:
    sharing_ends.mail_of_end(UUID(grant_id), now=timezone.now())


@shared_task(name="reminders.send_digests")
def send_digests() -> None:
    digests.send_digests(clock=timezone.now)


@shared_task(name="reminders.tell_news")
def tell_news() -> None:
    news.tell_news(clock=timezone.now)
