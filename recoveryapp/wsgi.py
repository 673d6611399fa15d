"""The WSGI application."""

import os
from typing import cast

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recoveryapp.settings")

application = get_wsgi_application()

from recoveryapp.accounts.key_check import refuse_wrong_keys  # noqa: E402 - models load after apps
from recoveryapp.common.collector import freeze  # noqa: E402
from recoveryapp.matching.ranking.encoder import encoder  # noqa: E402
from recoveryapp.matching.ranking.lexicon import lexicon  # noqa: E402
from recoveryapp.matching.ranking.meaning import reader  # noqa: E402


def be_ready_to_fork() -> None:
    """The web processes are forked from this one.

    They must not share a connection. What they only read they hold together, once: views and addresses too,
    which would be loaded at each one's first request.
    """
    cast("DatabaseWrapper", connection).close_pool()
    encoder()
    reader()
    lexicon()
    resolve("/")
    freeze()


refuse_wrong_keys()
be_ready_to_fork()
