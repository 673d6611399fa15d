import pytest
from django.test import Client

pytestmark = pytest.mark.django_db  # the end of an answer looks after connections that earlier tests opened


def policy_of(path: str) -> str:
    answer = Client().get(path)
    answer.close()
    return answer.headers["Content-Security-Policy"]


def test_the_service_worker_may_fetch_from_here_and_from_nowhere_else() -> None:
    """Bound by a closed policy it could not be installed: no page without a signal, no notification."""
    policy = policy_of("/service-worker.js")
    assert policy.startswith("default-src 'none'; ")
    assert policy.endswith("; connect-src 'self'")


def test_other_answers_stay_closed() -> None:
    assert "connect-src" not in policy_of("/health/live")
