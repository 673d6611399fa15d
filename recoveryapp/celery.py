"""The Celery application. Rows say what is due; the broker only wakes a worker up."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recoveryapp.settings")

app = Celery("recoveryapp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def check_keys(**_: Any) -> None:
    from recoveryapp.accounts.key_check import refuse_wrong_keys  # noqa: PLC0415 - models load after apps

    refuse_wrong_keys()
