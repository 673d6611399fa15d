from recoveryapp.common.errors import DomainError


class TooManyReminders(DomainError):
    code = "too_many_reminders"
    sentence = "There are as many reminders as there can be. Change or delete one first."


class UnknownPushService(DomainError):
    code = "unknown_push_service"
    status = 400
    sentence = "We cannot send notifications to this browser."


class TooManyTests(DomainError):
    code = "too_many_tests"
    status = 429
    sentence = "That is enough for today. Please try again tomorrow."


class NoTexts(DomainError):
    code = "no_texts"
    sentence = "Text messages are not set up here."


class NumberNotReached(DomainError):
    code = "number_not_reached"
    sentence = "No message could be sent to this number."


class WrongCode(DomainError):
    code = "wrong_code"
    status = 400
    sentence = "This is not the code we sent, or it is too old."
