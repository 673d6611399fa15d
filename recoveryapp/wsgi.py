"""The WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "recoveryapp.settings")

application = get_wsgi_application()


def share_what_is_large() -> None:
    """Before the web processes are forked from this one: what they only read they then hold together, once.

    Frozen, because the collector's own marks would copy each page it looks at.
    """
    from recoveryapp.matching.ranking.encoder import encoder  # noqa: PLC0415 - after the apps

    encoder()
    gc.collect()
    gc.freeze()


share_what_is_large()
