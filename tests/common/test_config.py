import base64
import os
from pathlib import Path

import pytest
from pydantic import SecretStr

from recoveryapp import settings as derived
from recoveryapp.config import Config, load_config

SAFE = {
    "ENVIRONMENT": "production",
    "SECRET_KEY": "q7" * 30,
    "ENCRYPTION_KEYS": "2026:" + base64.b64encode(bytes(32)).decode(),
    "DATABASE_URL": "postgresql://u:p@db/recoveryapp",
    "REDIS_URL": "redis://redis:6379/0",
    "ALLOWED_HOSTS": "app.example.org, www.example.org",
    "PUBLIC_URL": "https://app.example.org",
    "EMAIL_URL": "smtp://u:p@mail.example.org:587",
}


@pytest.fixture
def production(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in [*SAFE, "DATA_DIR"]:
        monkeypatch.delenv(name, raising=False)
    for name, value in SAFE.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


def test_safe_settings_are_read_with_their_types(production: pytest.MonkeyPatch) -> None:
    config = load_config()
    assert config.allowed_hosts == ["app.example.org", "www.example.org"]
    assert config.encryption_keys == {"2026": bytes(32)}
    assert isinstance(config.data_dir, Path)


@pytest.mark.parametrize("name", ["SECRET_KEY", "ENCRYPTION_KEYS", "DATABASE_URL", "REDIS_URL", "PUBLIC_URL"])
def test_production_has_no_default_for(production: pytest.MonkeyPatch, name: str) -> None:
    production.delenv(name)
    with pytest.raises(SystemExit, match=name):
        load_config()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "insecure" + "x" * 60),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", ""),
        ("PUBLIC_URL", "http://app.example.org"),
        ("EMAIL_URL", "file:"),
        ("ENCRYPTION_KEYS", ""),
        ("ENCRYPTION_KEYS", "2026:c2hvcnQ="),
        ("ENCRYPTION_KEYS", "no-colon"),
        ("TRUSTED_PROXY_COUNT", "-1"),
    ],
)
def test_production_refuses_to_start_with(production: pytest.MonkeyPatch, name: str, value: str) -> None:
    production.setenv(name, value)
    with pytest.raises(SystemExit, match="Not starting"):
        load_config()


def test_what_is_unset_is_production(production: pytest.MonkeyPatch) -> None:
    production.delenv("ENVIRONMENT")
    assert load_config().environment == "production"


def test_a_refusal_never_prints_a_secret(production: pytest.MonkeyPatch) -> None:
    production.setenv("SECRET_KEY", "hunter2")
    with pytest.raises(SystemExit) as refusal:
        load_config()
    assert "hunter2" not in str(refusal.value)


def test_the_shown_config_holds_no_secret(production: pytest.MonkeyPatch) -> None:
    shown = repr(Config())
    assert os.environ["SECRET_KEY"] not in shown
    assert "b'\\x00" not in shown
    assert "u:p@" not in shown


def test_no_list_of_taken_passwords_is_no_list(production: pytest.MonkeyPatch) -> None:
    production.setenv("BREACHED_PASSWORDS", "")
    assert load_config().breached_passwords is None


@pytest.mark.parametrize("lines", [["B", "A"], ["A", "A"], ["a"], ["not a digest"]])
def test_a_list_that_could_not_be_searched_is_refused(
    lines: list[str], production: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "list.txt"
    production.setenv("BREACHED_PASSWORDS", str(path))
    with pytest.raises(SystemExit, match="BREACHED_PASSWORDS"):
        load_config()
    path.write_text("A" * 40 + ":3\n" + "B" * 40 + ":1\n")
    assert load_config().breached_passwords == path
    path.write_text("".join(f"{line * 40}:1\n" for line in lines))
    with pytest.raises(SystemExit, match="in the order of the digests"):
        load_config()


def test_a_secret_may_be_a_file(production: pytest.MonkeyPatch, tmp_path: Path) -> None:
    production.delenv("SECRET_KEY")
    (tmp_path / "secret_key").write_text("of a vault" * 6)
    assert Config(_secrets_dir=tmp_path).secret_key.get_secret_value() == "of a vault" * 6


def test_a_certificate_may_stand_for_the_password_of_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "postgresql://app@db/recoveryapp?sslmode=verify-full&sslcert=/run/app.crt&sslkey=/run/app.key"
    changed = derived.CONFIG.model_copy(update={"database_url": SecretStr(url)})
    monkeypatch.setattr(derived, "CONFIG", changed)
    database = derived._database()
    assert database["PASSWORD"] in {"", None}
    kept = {name: database["OPTIONS"][name] for name in ("sslmode", "sslcert", "sslkey")}
    assert kept == {"sslmode": "verify-full", "sslcert": "/run/app.crt", "sslkey": "/run/app.key"}
