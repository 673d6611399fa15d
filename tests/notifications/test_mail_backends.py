from email import message_from_bytes
from pathlib import Path

import pytest
from django.core.mail import EmailMessage, get_connection

BACKEND = "recoveryapp.notifications.mail_backends.KeepAndPrint"


def test_without_a_mail_server_a_mail_is_printed_and_kept_as_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    connection = get_connection(BACKEND, file_path=str(tmp_path / "mail"))
    sent = connection.send_messages(
        [EmailMessage("Reminder", "Kettle", "hello@localhost", ["alice@example.org"])]
    )
    kept = message_from_bytes(next((tmp_path / "mail").iterdir()).read_bytes())
    assert sent == 1
    assert (kept["Subject"], kept["To"]) == ("Reminder", "alice@example.org")
    assert "Kettle" in str(kept.get_payload())
    assert capsys.readouterr().out == "mail to alice@example.org: Reminder\nKettle\n\n"


def test_no_message_is_no_mail(tmp_path: Path) -> None:
    connection = get_connection(BACKEND, file_path=str(tmp_path / "mail"))
    assert connection.send_messages([]) == 0
    assert list((tmp_path / "mail").iterdir()) == []
