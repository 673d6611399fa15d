from recoveryapp.common.errors import DomainError


class NotConnected(DomainError):
    """The grant names somebody whom the person has not met by a code, or who no longer works there."""

    code = "not_connected"
    sentence = "You can share with people you have connected with by a code. Nothing was shared."


class OnlyOwnersShare(DomainError):
    code = "only_owners_share"
    status = 403
    sentence = "Only people who use the app for themselves can share."


class TooManyGrants(DomainError):
    code = "too_many_grants"
    sentence = "You share in very many ways already. Stop one first; nothing was shared."


class AuditUnavailable(DomainError):
    """What is read must be written down. Where that cannot be done, nothing is shown."""

    code = "audit_unavailable"
    status = 503
    sentence = "This cannot be shown right now. Please try again in a moment."
