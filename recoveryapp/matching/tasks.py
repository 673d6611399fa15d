from celery import shared_task

from recoveryapp.matching import meanings


@shared_task(name="matching.read_meanings")
def read_meanings() -> None:
    meanings.read_meanings()
