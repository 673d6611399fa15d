from recoveryapp.common.errors import DomainError


class ConfirmNeeded(DomainError):
    """The person has to show once more that it is them."""

    code = "confirm_needed"
    status = 403
    sentence = "Please confirm that it is you. Nothing was changed."


class NotReady(DomainError):
    code = "not_ready"
    sentence = "The file is not ready."


class OtherEmail(DomainError):
    code = "other_email"
    status = 400
    sentence = "This is not the address of this account."


class RunsAlone(DomainError):
    code = "last_manager"
    sentence = "Somebody has to run this organisation. Invite and verify another manager first."
