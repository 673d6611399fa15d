from recoveryapp.common.errors import DomainError


class GrantOver(DomainError):
    """The sheet names a grant that is not the person's, or has ended."""

    code = "grant_over"
    sentence = "You do not share with them any more. The sheet was not handed over."


class RemarkErased(DomainError):
    code = "remark_erased"
    sentence = "You took these words away, so there is nothing left to answer."
