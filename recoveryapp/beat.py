"""Says when to look: the timetable of the settings, by the names of the tasks.

A Celery application of its own, without the app: the one that works takes 110 MB of models and views that
telling the time needs nothing of.
"""

import os
from logging.config import dictConfig
from typing import Any

from celery import Celery
from celery.signals import setup_logging
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recoveryapp.settings")

app = Celery("recoveryapp", fixups=[], set_as_current=False)
app.config_from_object("django.conf:settings", namespace="CELERY")


@setup_logging.connect
def log_as_the_app_does(**_: Any) -> None:
    dictConfig(settings.LOGGING)
