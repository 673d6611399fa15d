import base64
from pathlib import Path

import pytest

from deploy.local import keys
from deploy.local.say import Refusal


def test_keys_are_made_once_for_the_owner_alone(folder: Path) -> None:
    file = folder / "secrets.env"
    made = keys.read_or_make(file, stored=None)
    key_id, _, encoded = made["ENCRYPTION_KEYS"].partition(":")
    assert (key_id, len(base64.b64decode(encoded, validate=True))) == ("first", 32)
    assert len(made["SECRET_KEY"]) >= 50
    assert file.stat().st_mode & 0o777 == 0o600
    assert keys.read_or_make(file, stored=folder) == made


def test_a_file_from_before_there_was_push_gets_its_key_and_keeps_the_others(folder: Path) -> None:
    file = folder / "secrets.env"
    made = keys.read_or_make(file, stored=None)
    file.write_text("\n".join(line for line in file.read_text().splitlines() if "PUSH" not in line) + "\n")
    again = keys.read_or_make(file, stored=folder)
    assert {**again, "PUSH_PRIVATE_KEY": made["PUSH_PRIVATE_KEY"]} == made
    number = int.from_bytes(base64.urlsafe_b64decode(again["PUSH_PRIVATE_KEY"] + "="))
    assert 0 < number < 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def test_no_two_machines_get_the_same_keys(folder: Path) -> None:
    first, second = (keys.read_or_make(folder / name, stored=None) for name in ("a.env", "b.env"))
    assert first["SECRET_KEY"] != second["SECRET_KEY"]
    assert first["ENCRYPTION_KEYS"] != second["ENCRYPTION_KEYS"]


def test_data_whose_keys_are_missing_get_no_new_ones(folder: Path) -> None:
    with pytest.raises(Refusal, match=rf"The data in /data/postgres .* keys in {folder}/secrets.env"):
        keys.read_or_make(folder / "secrets.env", stored=Path("/data/postgres"))
    assert list(folder.iterdir()) == []


def test_keys_in_the_environment_win(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "given")
    assert keys.read_or_make(folder / "secrets.env", stored=None)["SECRET_KEY"] == "given"
    monkeypatch.setenv("ENCRYPTION_KEYS", "mine:abc")
    assert keys.read_or_make(folder / "none.env", stored=folder) == {
        "SECRET_KEY": "given",
        "ENCRYPTION_KEYS": "mine:abc",
    }
    assert not (folder / "none.env").exists()
