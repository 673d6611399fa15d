from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from recoveryapp.notifications.channels import Message

OWNER_ID = UUID("0192d7e4-0000-7000-8000-000000000001")
AT = datetime(2026, 3, 2, 9, tzinfo=UTC)

MakeMessage = Callable[..., Message]


@pytest.fixture
def make_message() -> MakeMessage:
    def make(
        words: str = "Kettle",
        *,
        is_discreet: bool = True,
        language: str = "en",
        stop_url: str = "https://example.org/stop/token",
    ) -> Message:
        return Message(
            id=uuid4(),
            owner_id=OWNER_ID,
            at=AT,
            words=words,
            is_discreet=is_discreet,
            language=language,
            stop_url=stop_url,
            snooze_token="snooze-token",
        )

    return make
