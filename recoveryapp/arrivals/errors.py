from recoveryapp.common.errors import DomainError


class Incomplete(DomainError):
    """The client asks which pieces are here, and sends the others."""

    code = "incomplete"
    sentence = "Not all of the file is here yet."


class NoRoom(DomainError):
    code = "no_room"
    status = 413
    sentence = "Other files of yours are still on their way."
