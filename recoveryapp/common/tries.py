"""How often something may be tried, counted in the shared cache; what cannot be counted is not tried."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from redis.exceptions import RedisError

from recoveryapp.common.errors import DomainError


class TooManyTries(DomainError):
    code = "too_many_requests"
    status = 429
    sentence = "Too many tries. Please wait a little."


class CannotCount(DomainError):
    code = "unavailable"
    status = 503
    sentence = "This does not work at the moment. Please try again in a few minutes."


@contextmanager
def one_try(key: str, *, most: int, seconds: int) -> Iterator[None]:
    """At most `most` failed tries in any `seconds`, however many arrive at once.

    Each try takes one of `most` places, which comes free by itself after `seconds`; one that does not raise
    gives its place back. Raises TooManyTries, CannotCount.
    """
    place = _take_place(key, most=most, seconds=seconds)
    yield
    with _or_not_at_all():
        cache.delete(place)


def _take_place(key: str, *, most: int, seconds: int) -> str:
    with _or_not_at_all():
        for number in range(most):
            place = f"tries:{key}:{number}"
            if cache.add(place, 1, timeout=seconds):
                return place
    raise TooManyTries


@contextmanager
def _or_not_at_all() -> Iterator[None]:
    try:
        yield
    except RedisError as error:
        raise CannotCount from error
