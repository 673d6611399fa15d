"""The services of docker-compose.yml as processes: the same commands and settings, twice where two may be.

They run from what the Dockerfile built, as an account that may write nothing but a folder of its own where
this is started by root.
"""

import json
import os
import pwd
import re
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from signal import SIGKILL
from typing import Any

from deploy import make_secrets
from deploy.local.child import Child, Spec
from deploy.local.say import Refusal, step
from deploy.local.services import running_services
from deploy.local.site import Site
from deploy.proof import declared
from deploy.proof.image import Image
from deploy.proof.tools import CADDY

TWICE = ("web", "worker", "beat")
MOST_WEBS = 4
"""While two are replaced, two more."""
READY_SECONDS = 120.0
PEOPLE = Path(__file__).with_name("people.py")


def free_ports(count: int) -> list[int]:
    with ExitStack() as stack:
        probes = [stack.enter_context(closing(socket.socket())) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


@dataclass
class Stack:
    image: Image
    site: Site
    folder: Path
    port: int
    http_port: int
    web_ports: dict[str, int]
    env: dict[str, str]
    children: dict[str, Child]
    database: Child

    @property
    def ca(self) -> Path:
        return self.folder / "proxy" / "caddy" / "pki" / "authorities" / "local" / "root.crt"

    def run(self, service: str, command: list[str], *, stdin: str = "", name: str = "") -> str:
        """A short command in a container's place; raises with what it printed."""
        done: subprocess.CompletedProcess[str] = subprocess.run(
            self._command(command),
            cwd=self.image.folder,
            env=self._env_of(service, name or service),
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            **self._as_account(),
        )
        if done.returncode:
            raise Refusal(f"{service}: {' '.join(command)}\n{done.stdout}{done.stderr}")
        return done.stdout

    def people(self, *arguments: str) -> Any:
        return json.loads(self.run("web", ["python", "-", *arguments], stdin=PEOPLE.read_text()))

    def start(self, name: str) -> None:
        """`web-1`, `worker-2` ...: a service of the file, and which of the two."""
        service, _, number = name.partition("-")
        command: list[str] = declared.services()[service].get("command") or self.image.command
        if service == "worker" and number == "2":
            command = [*command, "--hostname=second@%h"]  # both are on one host here
        self.children[name] = self.site.start(
            Spec(
                name=name,
                command=self._command(command),
                env=self._env_of(service, name),
                cwd=self.image.folder,
                account=self.site.home.account,
                grace_seconds=_seconds(declared.services()[service].get("stop_grace_period", "10s")),
            )
        )

    def start_proxy(self) -> None:
        upstreams = " ".join(f"127.0.0.1:{port}" for port in self.web_ports.values())
        env = {
            "PATH": os.environ["PATH"],
            "DOMAIN": "localhost",
            "HTTP_PORT": str(self.http_port),
            "HTTPS_PORT": str(self.port),
            "UPSTREAMS": upstreams,
            "CHUNKS": str(self.folder / "chunks"),
            "XDG_DATA_HOME": str(self.own_folder("proxy")),
            "XDG_CONFIG_HOME": str(self.folder / "proxy"),
        }
        command = [str(CADDY), "run", "--adapter", "caddyfile", "--config", "/etc/caddy/Caddyfile"]
        command[-1] = self.image.inside(command[-1])
        self.children["proxy"] = self.site.start(Spec(name="proxy", command=command, env=env))

    def stop(self, name: str) -> None:
        self.children.pop(name).stop()

    def kill(self, name: str) -> None:
        os.killpg(self.children[name].pid, SIGKILL)
        self.stop(name)

    def wait_until_healthy(self, name: str) -> None:
        """By the health check that the file names."""
        service = name.partition("-")[0]
        until = time.monotonic() + READY_SECONDS
        while True:
            try:
                self.run(service, self._health_check(service, name), name=name)
                return
            except Refusal as not_yet:
                child = self.children[name]
                if child.exit_code is not None or time.monotonic() > until:
                    raise Refusal(
                        f"{name} is not healthy.\n{not_yet}\n" + "\n".join(child.last_lines)
                    ) from None
            time.sleep(0.3)

    def _health_check(self, service: str, name: str) -> list[str]:
        kind: str
        test: list[str]
        kind, *test = declared.services()[service]["healthcheck"]["test"]
        if kind == "CMD":
            return test
        text = test[0].replace("/tmp/", f"{self.folder / name}/")  # noqa: S108 - the container's own
        return ["sh", "-c", text.replace("celery@$(hostname)", self._worker(name))]

    @staticmethod
    def _worker(name: str) -> str:
        return f"{'second' if name == 'worker-2' else 'celery'}@{socket.gethostname()}"

    def own_folder(self, name: str) -> Path:
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        self.site.home.give(folder)
        return folder

    def _command(self, command: list[str]) -> list[str]:
        program = self.image.root / "venv" / "bin" / command[0]
        return [str(program) if program.exists() else command[0], *command[1:]]

    def _env_of(self, service: str, name: str) -> dict[str, str]:
        own = {"DATA_DIR": str(self.own_folder(name)), "PORT": str(self.web_ports.get(name, ""))}
        extra = {"CHUNKS": str(self.own_folder("chunks"))} if service == "release" else {}
        keys = {"ENCRYPTION_KEYS": (self.folder / "secrets" / "encryption_keys").read_text().strip()}
        return {**self.image.env, **self.env, **keys, **own, **extra}

    def _as_account(self) -> dict[str, Any]:
        if not self.site.home.account:
            return {}
        entry = pwd.getpwnam(self.site.home.account)
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def settings_of(service: str, folder: Path, addresses: Mapping[str, str], *, port: int) -> dict[str, str]:
    """What the container sees; the secret files as variables, the servers where they are here."""
    secrets = folder / "secrets"
    make_secrets.write(secrets, "smtp://user:password@127.0.0.1:9")
    given = declared.services()[service]
    env: dict[str, str] = {name: str(value) for name, value in given["environment"].items()}
    env |= {name.upper(): (secrets / name).read_text().strip() for name in given["secrets"]}
    env.update(addresses)
    return env | {"ALLOWED_HOSTS": "localhost", "PUBLIC_URL": f"https://localhost:{port}"}


@contextmanager
def running(image: Image, folder: Path) -> Iterator[Stack]:
    """Everything, in the order in which it depends on each other, each healthy before the next."""
    port, http_port, *webs = free_ports(2 + MOST_WEBS)
    data = folder / "servers"
    data.mkdir(mode=0o711)
    with running_services(data) as services:
        stack = Stack(
            image=image,
            site=services.site,
            folder=folder,
            port=port,
            http_port=http_port,
            web_ports={f"web-{number}": port for number, port in enumerate(webs, start=1)},
            env=settings_of("web", folder, services.env, port=port),
            children={},
            database=services.children[0],
        )
        try:
            with step("The release step"):
                stack.run("release", declared.services()["release"]["command"])
            for service in TWICE:
                with step(f"Two of {service}, by their health checks"):
                    for number in (1, 2):
                        stack.start(f"{service}-{number}")
                    for number in (1, 2):
                        stack.wait_until_healthy(f"{service}-{number}")
            stack.start_proxy()
            _wait_for(stack.ca)
            yield stack
        finally:
            for child in reversed(stack.children.values()):
                child.stop()


def _wait_for(file: Path) -> None:
    until = time.monotonic() + READY_SECONDS
    while not file.exists():
        if time.monotonic() > until:
            raise Refusal(f"{file} was not made")
        time.sleep(0.1)
    time.sleep(1)  # the certificate of the site itself


def _seconds(text: str) -> float:
    return float(re.sub(r"\D", "", text))
