import base64
import os
from dataclasses import replace
from pathlib import Path

import pytest

from recoveryapp import config as reading
from recoveryapp import settings as derived
from recoveryapp.config import load_config, read_config

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
    shown = repr(read_config())
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


@pytest.fixture
def vault(production: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    production.setattr(reading, "SECRETS", tmp_path)
    for name in ("SECRET_KEY", "TRUSTED_PROXY_COUNT"):
        # Said first, so that what is said while it is read does not outlive the test.
        production.setenv(f"{name}_FILE", "")
        production.delenv(f"{name}_FILE")
        production.delenv(name, raising=False)
    return tmp_path


def test_a_secret_may_be_a_file(vault: Path) -> None:
    (vault / "secret_key").write_text("of a vault" * 6 + "\n")
    (vault / "trusted_proxy_count").write_text("2")
    config = load_config()
    assert config.secret_key == "of a vault" * 6
    assert config.trusted_proxy_count == 2


def test_what_is_set_goes_before_the_file_of_its_name(vault: Path, production: pytest.MonkeyPatch) -> None:
    (vault / "secret_key").write_text("of a vault" * 6)
    production.setenv("SECRET_KEY", SAFE["SECRET_KEY"])
    assert load_config().secret_key == SAFE["SECRET_KEY"]


def test_a_variable_may_name_its_file(production: pytest.MonkeyPatch, tmp_path: Path) -> None:
    production.delenv("SECRET_KEY")
    production.setenv("SECRET_KEY_FILE", str(tmp_path / "anywhere"))
    with pytest.raises(SystemExit, match="SECRET_KEY_FILE"):
        load_config()
    (tmp_path / "anywhere").write_text("of a vault" * 6)
    assert load_config().secret_key == "of a vault" * 6


def test_each_wrong_variable_is_named_at_once(production: pytest.MonkeyPatch) -> None:
    production.delenv("DATABASE_URL")
    production.setenv("TRUSTED_PROXY_COUNT", "many")
    production.setenv("ENVIRONMENT", "prod")
    with pytest.raises(SystemExit) as refusal:
        load_config()
    said = str(refusal.value).splitlines()[1:]
    assert {line.split(":")[0].strip() for line in said} == {
        "DATABASE_URL",
        "TRUSTED_PROXY_COUNT",
        "ENVIRONMENT",
    }


def test_a_certificate_may_stand_for_the_password_of_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    url = "postgresql://app@db/recoveryapp?sslmode=verify-full&sslcert=/run/app.crt&sslkey=/run/app.key"
    monkeypatch.setattr(derived, "CONFIG", replace(derived.CONFIG, database_url=url))
    database = derived._database()
    assert database["PASSWORD"] in {"", None}
    kept = {name: database["OPTIONS"][name] for name in ("sslmode", "sslcert", "sslkey")}
    assert kept == {"sslmode": "verify-full", "sslcert": "/run/app.crt", "sslkey": "/run/app.key"}
