from collections.abc import Mapping
from datetime import datetime
from typing import Any

from recoveryapp.common.errors import DomainError


class ConfirmNeeded(DomainError):
    """The person signed in a while ago; before this they show once more that it is them."""

    code = "confirm_needed"
    status = 403
    sentence = "Please confirm that it is you. Nothing was changed."


class HeldAfterReset(DomainError):
    """A new password was chosen with nothing but the mailbox; whoever did may not be the person."""

    code = "held_after_reset"
    sentence = "This waits for a day after a new password. Nothing was changed."

    def __init__(self, until: datetime) -> None:
        super().__init__(self.sentence)
        self.until = until

    def extra(self) -> Mapping[str, Any]:
        return {"held_until": self.until.isoformat()}


class UndoOver(DomainError):
    """No such change of address, or it is too long ago, or it was put back."""

    code = "undo_over"
    status = 404
    sentence = "This link does not work any more."


class CheckedByTwo(DomainError):
    """It takes two people at work here, neither of whom is the one it is about."""

    code = "checked_by_two"
    sentence = "Two people who work here make sure who it is, and not the person. Nothing was changed."


class NothingToReset(DomainError):
    """The person has no second step."""

    code = "nothing_to_reset"
    sentence = "This account has no second step. Nothing was changed."
