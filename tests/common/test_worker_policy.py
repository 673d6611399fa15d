from django.test import Client


def test_the_service_worker_may_fetch_from_here_and_from_nowhere_else() -> None:
    """Bound by a closed policy it could not be installed: no page without a signal, no notification."""
    policy = Client().get("/service-worker.js").headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert policy.endswith("; connect-src 'self'")


def test_other_answers_stay_closed() -> None:
    assert "connect-src" not in Client().get("/health/live").headers["Content-Security-Policy"]
