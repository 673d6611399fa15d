from recoveryapp.common.errors import DomainError


class MeetingOver(DomainError):
    code = "meeting_over"
    sentence = "This meeting was called off. Ask for a new time first; nothing was changed."


class NotYoursToAnswer(DomainError):
    """Whoever asked for the time waits for the other side."""

    code = "not_yours_to_answer"
    sentence = "The other person answers this one. You can choose another time."


class TooMuch(DomainError):
    code = "too_much"
    sentence = "There is no more room here. Take something away first; nothing you wrote was lost."


class NeverShared(DomainError):
    """What is marked “never share” cannot be put on the agenda."""

    code = "never_shared"
    sentence = "You marked this never to be shared, so it stays with you."


class NotYoursToMark(DomainError):
    code = "not_yours_to_mark"
    sentence = "This is for the other person to say."
