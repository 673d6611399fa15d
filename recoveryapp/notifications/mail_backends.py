from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.filebased import EmailBackend


class KeepAndPrint(EmailBackend):
    """For one machine without a mail server: keeps each message as a file and prints its text."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            print(f"mail to {', '.join(message.to)}: {message.subject}\n{message.body}\n", flush=True)
        return super().send_messages(email_messages) or 0
