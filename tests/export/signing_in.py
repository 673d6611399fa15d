"""Who has just shown that it is them."""

import time

from rest_framework.test import APIClient

from recoveryapp.accounts.recent import RECORDS


def just_now(client: APIClient, *, seconds_ago: float = 0) -> APIClient:
    session = client.session
    session[RECORDS] = [{"method": "password", "at": time.time() - seconds_ago}]
    session.save()
    return client
