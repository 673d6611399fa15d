from recoveryapp.common.errors import DomainError


class TooManyReminders(DomainError):
    code = "too_many_reminders"
    sentence = "There are as many reminders as there can be. Change or delete one first."
