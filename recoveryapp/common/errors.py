"""Errors as domain words. Each has a stable code; one handler makes it HTTP, one table a sentence."""

from collections.abc import Mapping
from typing import Any, ClassVar


class DomainError(Exception):
    code: ClassVar[str]
    status: ClassVar[int] = 409
    sentence: ClassVar[str]

    def extra(self) -> Mapping[str, Any]:
        """Members added to the problem details, beside the standard ones."""
        return {}


class NotVisible(DomainError):
    """There is no such row for this viewer; the same answer whether or not it exists."""

    code = "not_found"
    status = 404
    sentence = "There is nothing here for you to see."


class IdTaken(DomainError):
    code = "id_taken"
    sentence = "This id already holds something else."


class StaleVersion(DomainError):
    """The stored row is newer than the one the client changed; `current` is what is stored."""

    code = "stale_version"
    sentence = "This was changed on another device. Both versions are kept."

    def __init__(self, current: object) -> None:
        super().__init__(self.sentence)
        self.current = current

    def extra(self) -> Mapping[str, Any]:
        return {"current": self.current}
