from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection
from rest_framework.test import APIClient

from recoveryapp.accounts import keys
from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.outcomes.models import CheckInAnswer
from tests.conftest import ApiFor
from tests.outcomes.body import check_in_url, full_check_in_body

AT_ONCE = 4


@pytest.mark.django_db(transaction=True)
def test_a_check_in_sent_several_times_at_once_is_stored_once(
    api: ApiFor, alice: User, now: datetime, fresh_id: Callable[[], UUID]
) -> None:
    url, body = check_in_url(fresh_id()), full_check_in_body(now)
    keys.key_for_owner(alice.pk)
    start = Barrier(AT_ONCE)

    def send(client: APIClient) -> int:
        start.wait()
        try:
            return client.put(url, body, format="json").status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(send, [api(alice) for _ in range(AT_ONCE)]))
    assert sorted(answers) == [200] * (AT_ONCE - 1) + [201]
    assert CheckInAnswer.objects.count() == len(body["items"])
    assert [event.verb for event in AuditEvent.objects.all()] == ["create"]
