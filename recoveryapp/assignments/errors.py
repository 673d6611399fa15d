from recoveryapp.common.errors import DomainError


class NotAColleague(DomainError):
    code = "not_a_colleague"
    sentence = "They do not work with people in your organisation right now. Choose somebody else."


class CaseloadFull(DomainError):
    """By the practitioner's own word; they may say another number."""

    code = "caseload_full"
    sentence = "There is no more room on this list right now."
