"""The WSGI application."""

import gc
import os
from typing import cast

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper
from django.urls import resolve

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recoveryapp.settings")

application = get_wsgi_application()
SOON = (2_000, 2, 2)
"""New objects until the collector looks at the young ones; how many such looks until one at the older."""

from recoveryapp.accounts.key_check import refuse_wrong_keys  # noqa: E402 - models load after apps
from recoveryapp.matching.ranking.encoder import encoder  # noqa: E402
from recoveryapp.matching.ranking.lexicon import lexicon  # noqa: E402
from recoveryapp.matching.ranking.meaning import reader  # noqa: E402


def be_ready_to_fork() -> None:
    """The web processes are forked from this one.

    They must not share a connection. What they only read they hold together, once: views and addresses too,
    which would be loaded at each one's first request. It is frozen, because the collector's own marks would
    copy each page that it looks at.

    A request, its view and its answer hold each other, so only the collector frees them. It does when the
    old ones have grown by a quarter, which is counted again once all of these are frozen, and soon: there
    is little to look through. In each process that is some 4 MB (docs/adr/0026).
    """
    cast("DatabaseWrapper", connection).close_pool()
    encoder()
    reader()
    lexicon()
    resolve("/")
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SOON)
    gc.collect()


refuse_wrong_keys()
be_ready_to_fork()
