"""Whether the person who asks has shown lately that it is them, for what a stolen session must not do."""

import time
from datetime import timedelta

from django.http import HttpRequest

LATELY = timedelta(minutes=5)
RECORDS = "account_authentication_methods"
"""Where allauth keeps, in the session, how and when somebody showed who they are."""


def has_signed_in_lately(request: HttpRequest) -> bool:
    latest = max((float(record["at"]) for record in request.session.get(RECORDS, [])), default=0.0)
    return time.time() - latest < LATELY.total_seconds()
