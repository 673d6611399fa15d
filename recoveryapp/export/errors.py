from recoveryapp.common.errors import DomainError


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
