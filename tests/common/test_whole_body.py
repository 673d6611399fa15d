"""A request that is refused is read to its end all the same, so that its connection stays whole."""

from io import BytesIO
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory

from recoveryapp.common.middleware import MOST_LEFT

REFUSED = "/api/v1/check-ins/7b0c4f9e-6a34-4f6e-9a3c-0c0a3f6f4a11/"


class Cut(BytesIO):
    """A connection that breaks off."""

    def read(self, *_sizes: Any) -> bytes:
        raise OSError("gone")


def ask(body: BytesIO, length: int) -> int:
    """What it is answered by all that stands in front of a view."""
    given = RequestFactory(SERVER_NAME="localhost").put(REFUSED).environ
    environ = {**given, "wsgi.input": body, "CONTENT_LENGTH": str(length)}
    return int(WSGIHandler()(environ, lambda _status, _headers, _error=None: lambda _data: None).status_code)


@pytest.mark.django_db
@pytest.mark.parametrize("length", [0, 1, 300_000, MOST_LEFT])
def test_nothing_of_it_is_left_lying(length: int) -> None:
    body = BytesIO(b"x" * length + b"GET /next")
    assert ask(body, length) == 401
    assert body.read() == b"GET /next"


@pytest.mark.django_db
def test_reading_has_an_end() -> None:
    body = BytesIO(b"x" * (3 * MOST_LEFT))
    assert ask(body, 3 * MOST_LEFT) == 401
    assert MOST_LEFT <= body.tell() < 1.1 * MOST_LEFT


@pytest.mark.django_db
def test_what_breaks_off_is_answered() -> None:
    assert ask(Cut(), 1_000) == 401
