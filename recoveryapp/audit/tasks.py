from celery import shared_task
from django.utils import timezone

from recoveryapp.audit import sealing


@shared_task(name="audit.seal")
def seal() -> None:
    sealing.seal_events(now=timezone.now())
