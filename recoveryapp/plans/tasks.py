from uuid import UUID

from celery import shared_task
from django.utils import timezone

from recoveryapp.common.errors import NotVisible
from recoveryapp.notifications.channels import Undelivered, Unreachable
from recoveryapp.plans import telling


@shared_task(
    name="plans.tell_of_opening",
    autoretry_for=(Unreachable,),
    retry_backoff=30,
    max_retries=8,
    throws=(Undelivered, NotVisible),
)
def tell_of_opening(wish_id: str, grant_id: str) -> None:
    telling.tell_of_opening(UUID(wish_id), UUID(grant_id), now=timezone.now())
