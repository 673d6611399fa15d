import re
import signal
import socket
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from deploy.local.run import chosen_port, refuse_taken_port
from deploy.local.say import Refusal
from tests.deploy.app import START_SECONDS, STOP_SECONDS, app_running, output_of, pids
from tests.deploy.servers import is_running, kill, pid_of, wait_for_end


def test_the_app_serves_says_where_and_stops_when_asked(folder: Path, free_port: int) -> None:
    with app_running(folder, free_port) as app:
        started = pids(folder)
        with urllib.request.urlopen(f"http://127.0.0.1:{free_port}/health/ready", timeout=5) as answer:
            assert answer.status == 200
        said = output_of(folder)
        assert re.search(
            rf"The app:  http://localhost:{free_port}   \(serving [\d.]+ s after the start\)", said
        )
        assert f"Data:     {folder}\n" in said
        app.send_signal(ctrl_c())
        assert app.wait(STOP_SECONDS) == 0
    assert not any(map(is_running, started))
    assert output_of(folder).rstrip().endswith("Stopped.")


def ctrl_c() -> signal.Signals:
    """Where the tests were started with it shut off (`nohup`, a job in the background), what is left."""
    return signal.SIGTERM if signal.getsignal(signal.SIGINT) is signal.SIG_IGN else signal.SIGINT


def test_a_process_that_dies_is_named_and_ends_all(folder: Path, free_port: int) -> None:
    with app_running(folder, free_port) as app:
        started = pids(folder)
        kill(pid_of("db", folder))
        assert app.wait(START_SECONDS) == 1
    assert not any(map(is_running, started))
    assert "db ended by itself (signal 9), so everything was stopped." in output_of(folder)


@pytest.mark.audit
def test_all_processes_end_with_a_launcher_that_is_killed(folder: Path, free_port: int) -> None:
    with app_running(folder, free_port) as app:
        started = pids(folder)
        app.kill()
        for pid in started:
            wait_for_end(pid)


def test_a_taken_port_is_said_with_another_one(free_port: int) -> None:
    refuse_taken_port(free_port)
    with (
        closing(socket.create_server(("127.0.0.1", free_port))),
        pytest.raises(Refusal, match=rf"Port {free_port} .*make run PORT={free_port + 1}"),
    ):
        refuse_taken_port(free_port)


@pytest.mark.parametrize("text", ["0", "65536", "eighty", "-1", "8000 "])
def test_a_port_that_is_none_is_said(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(Refusal, match="must be a number from 1 to 65535"):
        chosen_port()
