"""The real settings, but for a beat every second and a mail server that need not encrypt."""

from recoveryapp.settings import *  # noqa: F403
from recoveryapp.settings import CELERY_BEAT_SCHEDULE

for _entry in CELERY_BEAT_SCHEDULE.values():
    _entry["schedule"] = 1.0
EMAIL_USE_TLS = False
