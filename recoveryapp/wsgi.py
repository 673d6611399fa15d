"""The WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recoveryapp.settings")

application = get_wsgi_application()

from recoveryapp.accounts.key_check import refuse_wrong_keys  # noqa: E402 - models load after apps

refuse_wrong_keys()
