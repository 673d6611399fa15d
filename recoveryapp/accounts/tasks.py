from uuid import UUID

from celery import shared_task

from recoveryapp.accounts import known_devices
from recoveryapp.notifications.channels import Undelivered, Unreachable


@shared_task(
    name=known_devices.TELL,
    autoretry_for=(Unreachable,),
    retry_backoff=60,
    max_retries=5,
    throws=(Undelivered,),
)
def tell_of_new_device(known_id: str) -> None:
    known_devices.tell_of_new_device(UUID(known_id))
