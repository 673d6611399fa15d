from recoveryapp.common.errors import DomainError


class NoSuchTeam(DomainError):
    """Nobody practises there now."""

    code = "no_such_team"
    sentence = "Nobody in this team can take this right now. Please choose another."


class TooManyRequests(DomainError):
    code = "too_many_support_requests"
    sentence = "You have asked for several things already. Take one back first; your words are still here."


class RequestClosed(DomainError):
    """It was picked up, is done or was taken back: its words stay as they were asked."""

    code = "request_closed"
    sentence = "This can no longer be changed."


class PickedUpAlready(DomainError):
    code = "picked_up_already"
    sentence = "A colleague has picked this up already."


class NotConnectedYet(DomainError):
    code = "not_connected"
    sentence = "Take their code first, when you sit together."


class HandOverStands(DomainError):
    code = "hand_over_stands"
    sentence = "You have asked already. Take that back first, to ask about somebody else."


class NamesSomebody(DomainError):
    """The words hold the name of somebody on the writer's own list. Nothing was saved."""

    code = "names_somebody"
    status = 400
    sentence = "This holds the name of somebody on your list. Please write it without names."


class QuestionClosed(DomainError):
    code = "question_closed"
    sentence = "This question is closed."
