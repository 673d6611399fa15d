"""What an error reporter is told. Everything goes through here, so that none can be told more.

`ERROR_REPORTER` names a class with `report(event)`; empty, and errors stand in the log only. An event holds
what a log line holds (`logs.told`): no request, no body, no headers, no user, no variables.
"""

import logging
from functools import cache
from typing import Any, Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from recoveryapp.common.logs import told

Event = dict[str, Any]


class ErrorReporter(Protocol):
    def report(self, event: Event) -> None: ...


class ReportErrors(logging.Handler):
    """A log handler: whatever is logged as an error is reported, and a reporter that fails stops nothing."""

    def emit(self, record: logging.LogRecord) -> None:
        if not settings.ERROR_REPORTER:
            return
        try:
            reporter(settings.ERROR_REPORTER).report(told(record))
        except Exception:  # noqa: BLE001 - the error itself is in the log already
            self.handleError(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the library's name
        """Quiet: the standard one prints what was logged, unscrubbed."""


@cache
def reporter(path: str) -> ErrorReporter:
    made: ErrorReporter = import_string(path)()
    return made
