from datetime import UTC
from functools import lru_cache
from typing import Any

from django.db.backends.postgresql import base
from psycopg import adapters
from psycopg.abc import AdaptContext, Loader
from psycopg.adapt import AdaptersMap
from psycopg.pq import Format

DRIVERS_OWN = adapters.get_loader(base.TIMESTAMPTZ_OID, Format.TEXT)


class UtcLoader:
    """The driver's loader, in Django's place for its own.

    Django's is Python, because it can put any zone in; the connections here speak UTC, so the driver's answer
    is the right one. A page of thirty rows holds a hundred moments: a tenth of what it took.
    """

    format = Format.TEXT
    timezone = UTC
    """Django looks here whether the connection's zone is the one it wants."""

    def __new__(cls, oid: int, context: AdaptContext | None = None) -> Loader:  # type: ignore[misc]
        assert DRIVERS_OWN is not None
        return DRIVERS_OWN(oid, context)


class DatabaseWrapper(base.DatabaseWrapper):
    def get_connection_params(self) -> dict[str, Any]:
        params: dict[str, Any] = super().get_connection_params()
        if self.timezone == UTC:
            params["context"] = _with_drivers_moments(params["context"])
        return params


@lru_cache
def _with_drivers_moments(adapters_of_django: AdaptersMap) -> AdaptersMap:
    ours = AdaptersMap(adapters_of_django)
    ours.register_loader("timestamptz", UtcLoader)  # type: ignore[arg-type]  # it makes one
    return ours
