"""docker-compose.yml, the proxy, the image and the settings say the same."""

import os
import re
import subprocess
import sys
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy import make_secrets
from deploy.local.layout import ROOT
from recoveryapp.config import Config

COMPOSE = (ROOT / "docker-compose.yml").read_text()
SERVICES: dict[str, Any] = yaml.safe_load(COMPOSE)["services"]
APP = ("release", "web", "worker", "beat")
VARIABLE = re.compile(r"\$\{([A-Z_]+)(?::[-?]([^}]*))?\}")


@pytest.fixture
def example() -> dict[str, str]:
    lines = (ROOT / "deploy" / ".env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@pytest.fixture
def secrets(folder: Path) -> Path:
    made = folder / "secrets"
    make_secrets.write(made, "smtp://user:password@mail.example.org:587")
    return made


def environment_of(service: str, example: dict[str, str], secrets: Path) -> dict[str, str]:
    """What the container sees, with the secret files as variables."""
    declared: dict[str, str] = SERVICES[service]["environment"]
    plain = {name: VARIABLE.sub(lambda match: example[match[1]], value) for name, value in declared.items()}
    return plain | {
        name.upper(): (secrets / name).read_text().strip() for name in SERVICES[service]["secrets"]
    }


def test_the_example_names_each_variable_that_is_used_and_no_other(example: dict[str, str]) -> None:
    assert {name for name, _ in VARIABLE.findall(COMPOSE)} == set(example)


def test_defaults_are_those_of_the_example(example: dict[str, str]) -> None:
    defaults = {match[1]: match[2] for match in VARIABLE.finditer(COMPOSE) if ":-" in match[0]}
    assert defaults == {name: example[name] for name in defaults}


@pytest.mark.parametrize("service", APP)
def test_each_setting_given_to_the_app_is_one_it_reads(service: str) -> None:
    read = {field.name.upper() for field in fields(Config)} | {"WEB_WORKERS", "WEB_THREADS", "CHUNKS"}
    assert set(SERVICES[service]["environment"]) <= read
    assert {name.upper() for name in SERVICES[service]["secrets"]} <= read


def test_secrets_are_made_for_every_file_that_is_mounted(secrets: Path) -> None:
    mounted = {Path(secret["file"]).name for secret in yaml.safe_load(COMPOSE)["secrets"].values()}
    assert mounted == {file.name for file in secrets.iterdir()}
    assert secrets.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "command",
    [
        ["manage.py", "check", "--fail-level=WARNING"],
        [
            "-m",
            "gunicorn",
            "--config=deploy/gunicorn_conf.py",
            "--check-config",
            "recoveryapp.wsgi:application",
        ],
        ["-m", "celery", "--app=recoveryapp.celery:app", "report"],
        ["-m", "celery", "--app=recoveryapp.beat:app", "report"],
    ],
)
def test_the_app_starts_with_what_compose_gives_it(
    command: list[str], example: dict[str, str], secrets: Path
) -> None:
    env = {"PATH": os.environ["PATH"], "DATA_DIR": str(secrets), **environment_of("web", example, secrets)}
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_containers_can_do_nothing_but_their_work() -> None:
    for name, service in SERVICES.items():
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert service.get("read_only") is (None if name == "postgres" else True), name


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]


def test_what_the_image_copies_is_there_and_not_ignored() -> None:
    instructions = re.findall(
        r"^COPY (?!--from)(.+)", (ROOT / "deploy" / "Dockerfile").read_text(), re.MULTILINE
    )
    copied = {source.rstrip("/") for line in instructions for source in line.split()[:-1]}
    ignored = (ROOT / "deploy" / "Dockerfile.dockerignore").read_text().split()
    for source in copied:
        assert (ROOT / source).exists(), source
        assert f"!{source.split('/')[0]}" in ignored, source
    assert "deploy/secrets" in ignored
