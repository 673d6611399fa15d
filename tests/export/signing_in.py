"""Who has just shown that it is them."""

import time

from rest_framework.test import APIClient

from recoveryapp.accounts.sessions import BEGAN_AT


def just_now(client: APIClient, *, seconds_ago: float = 0) -> APIClient:
    session = client.session
    session[BEGAN_AT] = time.time() - seconds_ago
    session.save()
    return client
