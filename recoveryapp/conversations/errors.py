from recoveryapp.common.errors import DomainError


class ConversationClosed(DomainError):
    code = "conversation_closed"
    sentence = "This conversation is closed for now. What you wrote was not sent, and is still here."


class TooManyMessages(DomainError):
    code = "too_many_messages"
    status = 429
    sentence = "That is a lot of messages in an hour. This one was not sent; please wait a little."


class NotShared(DomainError):
    """Only what the other side may see already can be attached."""

    code = "not_shared"
    sentence = "You do not share this with them now, so it was not attached. Nothing was sent."
