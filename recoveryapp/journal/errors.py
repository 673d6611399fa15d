from collections.abc import Mapping
from typing import Any

from recoveryapp.common.errors import DomainError


class NeverShared(DomainError):
    code = "never_shared"
    sentence = "This page is never shared, and no line of it is. Change that on the page first."


class SealedPagesRemain(DomainError):
    code = "sealed_pages_remain"
    sentence = "There are still pages that only this key can open. Open or delete them first."


class UnknownLink(DomainError):
    """`field` refers to a row that is not the person's own, or not there; the answer is the same."""

    code = "invalid"
    status = 400
    sentence = "Some of this could not be saved."

    def __init__(self, field: str) -> None:
        super().__init__(self.sentence)
        self.field = field

    def extra(self) -> Mapping[str, Any]:
        return {"errors": {self.field: [{"code": "unknown_id", "message": "This is not there any more."}]}}
