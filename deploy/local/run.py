"""`make run`: everything the app needs, started together, watched, stopped together."""

import os
import signal
import socket
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from deploy.local import frontend, keys, processes
from deploy.local.checkout import one_at_a_time
from deploy.local.child import Show
from deploy.local.home import choose_home
from deploy.local.layout import PYTHON, data_dir
from deploy.local.postgres_data import newest_stored
from deploy.local.python_environment import RUN_LOCK, prepare_environment
from deploy.local.say import Refusal, say
from deploy.local.services import Services, only_one, running_services
from deploy.local.shell import run_shown
from deploy.local.watch import wait_until_ready, watch

HIGHEST_PORT = 65535
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
BANNER = """
The app:  {url}   (serving {seconds:.1f} s after the start)
Data:     {places}
Try:      create an account at {url}; the code it mails you is shown here and kept in {mail}
Stop:     Ctrl-C
"""


class StopAsked(BaseException):
    """Ctrl-C, the end of the terminal, or a polite kill."""


def run() -> None:
    started = time.monotonic()
    port, data = chosen_port(), data_dir()
    with suppress(StopAsked), _stop_when_asked(), only_one(data):
        refuse_taken_port(port)
        with one_at_a_time():
            prepare_environment(RUN_LOCK)
            frontend.build()
        (data / "mail").mkdir(mode=0o700, exist_ok=True)
        secrets = keys.read_or_make(data / "secrets.env", stored=_stored_in(data))
        with running_services(data, show_as=prefixed) as services:
            env = processes.environment(port=port, data_dir=data, secrets=secrets, addresses=services.env)
            run_shown([PYTHON, "-m", "deploy.prepare"], env=env)
            _serve(services, env, port=port, data=data, started=started)
    say("Stopped.")


def chosen_port() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) <= HIGHEST_PORT:
        raise Refusal(f"PORT is {text!r}; it must be a number from 1 to {HIGHEST_PORT}.")
    return int(text)


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        # As the web server does: a port is not taken because its last connections are still ending.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            advice = f"Choose another one: make run PORT={port + 1}"
            raise Refusal(f"Port {port} cannot be used: {error.strerror}. {advice}") from error


def prefixed(name: str) -> Show:
    def show(line: str) -> None:
        say(f"{f'[{name}]':9}{line}")

    return show


def _stored_in(data: Path) -> Path | None:
    folder = choose_home(data).root / "postgres"
    return folder if newest_stored(folder) else None


def _serve(services: Services, env: Mapping[str, str], *, port: int, data: Path, started: float) -> None:
    running = services.site.running
    with running(processes.web(env, port=port)) as web:
        wait_until_ready(port, [*services.children, web])
        seconds = time.monotonic() - started
        url = env["PUBLIC_URL"]
        say(BANNER.format(url=url, seconds=seconds, places=_places(services, data), mail=data / "mail"))
        with running(processes.worker(env)) as worker, running(processes.beat(env)) as beat:
            watch([*services.children, web, worker, beat])


def _places(services: Services, data: Path) -> str:
    servers = services.site.home.root
    if servers == data or not services.children:
        return str(data)
    return (
        f"{data}\n          {servers} (database and queue: the account {services.site.home.account}, which "
        f"runs them, cannot enter {data})"
    )


@contextmanager
def _stop_when_asked() -> Iterator[None]:
    def ask(_number: int, _frame: FrameType | None) -> None:
        for number in STOP_SIGNALS:
            signal.signal(number, signal.SIG_IGN)  # once is enough: stopping is under way
        say("\nStopping.")
        raise StopAsked

    for number in STOP_SIGNALS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as under nohup
            signal.signal(number, ask)
    yield
