"""Runs the scripts of deploy/ against the stack, people using it meanwhile."""

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from deploy.local.layout import ROOT
from deploy.local.postgres_programs import programs_on_this_machine
from deploy.local.say import Refusal, say, step
from deploy.proof import load
from deploy.proof.programs import find_program
from deploy.proof.stack import Stack

STAND_IN = Path(__file__).with_name("stand_in.py")


def prove_day_two(running: Stack, sessions: list[str]) -> None:
    with _answering(running) as env:
        folder = running.folder / "backups"
        with step("A backup, encrypted and restored once, while people write"), _used(running, sessions):
            _script("backup.sh", folder, env=env)
        (backup,) = folder.glob("*.dump.age")
        if b"PGDMP" in backup.read_bytes():
            raise Refusal("the backup is not encrypted")
        with step("The drill: it restores, and every table is what it was"):
            _script("restore_drill.sh", backup, running.folder / "backup.key", env=env)
        with step("A backup that was changed is found out"):
            _demand_drill_fails(backup, running.folder / "backup.key", env)
        with step("An upgrade, while people read and write"), _used(running, sessions):
            _script("upgrade.sh", env={**env, "BACKUPS": str(folder)})
        with step("New keys, while people read and write"), _used(running, sessions) as before:
            _script(
                "rotate_keys.sh", env={**env, "KEYS": str(running.folder / "secrets" / "encryption_keys")}
            )
        with step("A move: all stopped, backed up, and put up again from that backup"):
            _script("move.sh", running.folder / "moved", env=env)
            (moved,) = (running.folder / "moved").glob("*.dump.age")
            _script("restore.sh", moved, running.folder / "backup.key", env=env)
        if gone := load.missing(running.port, running.ca, before):
            raise Refusal(f"{len(gone)} check-ins did not move")


@contextmanager
def _used(running: Stack, sessions: list[str]) -> Iterator[load.Seen]:
    """No request may be lost, and what was taken must be there."""
    with load.people_using(running.port, running.ca, sessions) as seen:
        yield seen
    if seen.lost or not seen.stored or load.missing(running.port, running.ca, seen):
        raise Refusal(f"{seen.lost} requests were lost: {dict(seen.answers)}, {dict(seen.broken)}")
    say(f"  {sum(seen.answers.values())} requests, none lost, {len(seen.stored)} check-ins all there")


def _script(name: str, *arguments: Path, env: dict[str, str]) -> None:
    done = subprocess.run(
        [ROOT / "deploy" / name, *arguments],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Refusal(f"{name} ended with {done.returncode}\n{done.stdout}")


def _demand_drill_fails(backup: Path, key: Path, env: dict[str, str]) -> None:
    changed = backup.with_name("changed.dump.age")
    data = bytearray(backup.read_bytes())
    data[len(data) // 2] ^= 1
    changed.write_bytes(data)
    shutil.copy(f"{str(backup).removesuffix('.dump.age')}.sums", changed.with_name("changed.sums"))
    try:
        _script("restore_drill.sh", changed, key, env=env)
    except Refusal:
        return
    raise Refusal("the drill took a backup that was changed")


def find_age() -> tuple[Path, Path]:
    """What backups are encrypted with, and what makes its keys."""
    age, keygen = (find_program(name, package="age", fedora="age") for name in ("age", "age-keygen"))
    return age, keygen


@contextmanager
def _answering(running: Stack) -> Iterator[dict[str, str]]:
    """The environment of the scripts, as long as the block lasts."""
    address = running.folder / "docker.sock"
    key = running.folder / "backup.key"
    age, keygen = find_age()
    made = subprocess.run([keygen, "-o", key], stderr=subprocess.PIPE, text=True, check=True).stderr
    url = urlsplit(running.env["DATABASE_URL"])
    stand_in = f"{sys.executable} -I -S {STAND_IN}"
    env = {
        "PATH": f"{os.environ['PATH']}{os.pathsep}{age.parent}",
        "COMPOSE": stand_in,
        "DOCKER": stand_in,
        "BACKUP_TO": made.split(":")[1].strip(),
        "PROOF_SOCKET": str(address),
        "PROOF_PGBIN": str(programs_on_this_machine()[0].bin),
        "PROOF_PGHOST": unquote(url.hostname or "") or parse_qs(url.query)["host"][0],
    }
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(str(address))
        door.listen()
        threading.Thread(target=_answer, args=(door, Engine(running)), daemon=True).start()
        yield env


def _answer(door: socket.socket, engine: "Engine") -> None:
    while True:
        try:
            connection, _ = door.accept()
        except OSError:
            return
        with connection, connection.makefile("rw") as stream:
            try:
                said = engine.do(stream.readline().rstrip("\n").split("\0"))
                stream.write(f"0\n{said}")
            except Refusal as refusal:
                stream.write(f"1\n{refusal}")


class Engine:
    """As much of docker compose as the scripts use."""

    def __init__(self, running: Stack) -> None:
        self._running = running

    def do(self, words: list[str]) -> str:
        match words:
            case ["build", *_] | ["rm", *_]:
                return ""
            case ["ps", "--quiet", service]:
                return "\n".join(self._of(service)) + "\n"
            case ["exec", "-T", service, *command] | ["run", "--rm", "--no-deps", service, *command]:
                return self._running.run(service, command or ["python", "-m", "deploy.prepare"])
            case ["stop", *names]:
                for name in [one for each in names for one in self._of(each)]:
                    self._running.stop(name)
                return ""
            case ["up", *rest]:
                self._up(rest)
                return ""
        raise Refusal(f"unknown: {words}")

    def _of(self, service: str) -> list[str]:
        """The containers of a service, or the one container of that name."""
        return [name for name in self._running.children if service in {name, name.partition("-")[0]}]

    def _up(self, rest: list[str]) -> None:
        scale = int(next((word.split("=")[1] for word in rest if word.startswith("web=")), "0"))
        services = [word for word in rest if word in {"web", "worker", "beat", "proxy", "postgres", "valkey"}]
        for service in services or ["web", "worker", "beat"]:
            if service not in {"web", "worker", "beat"}:
                continue
            if "--force-recreate" in rest:
                self.do(["stop", service])
            self._fill(service, scale or 2)

    def _fill(self, service: str, count: int) -> None:
        free = (f"{service}-{n}" for n in range(1, 5) if f"{service}-{n}" not in self._running.children)
        started = [next(free) for _ in range(count - len(self._of(service)))]
        for name in started:
            self._running.start(name)
        for name in started:
            self._running.wait_until_healthy(name)
