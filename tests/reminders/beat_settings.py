"""The real settings, with the scheduler that we measure ourselves against."""

from recoveryapp.settings import *  # noqa: F403
from recoveryapp.settings import INSTALLED_APPS as OURS

INSTALLED_APPS = [*OURS, "django_celery_beat"]
