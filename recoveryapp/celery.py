"""The Celery application. Rows say what is due; the broker only wakes a worker up."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recoveryapp.settings")

app = Celery("recoveryapp")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
