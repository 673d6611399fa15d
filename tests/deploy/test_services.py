import os
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from deploy.local.layout import ROOT
from deploy.local.leftovers import command_line
from deploy.local.say import Refusal
from deploy.local.services import local_services
from tests.deploy.servers import (
    is_running,
    kill,
    pid_of,
    push,
    queue,
    queued,
    rows,
    wait_for_end,
    write_row,
)
from tests.waiting import wait_until

HOLD_SERVERS = """
import sys, time
from pathlib import Path
from deploy.local.services import local_services
from tests.deploy.servers import push, write_row
with local_services(Path(sys.argv[1])) as env:
    write_row(env, "a row")
    push(env, "a task")
    print("written", flush=True)
    time.sleep(600)
"""


def test_a_restart_keeps_rows_and_queue(folder: Path) -> None:
    with local_services(folder) as env:
        write_row(env, "a walk")
        push(env, "a task")
    with local_services(folder) as env:
        assert rows(env) == ["a walk"]
        assert queued(env) == ["a task"]


def test_a_killed_database_and_a_killed_queue_lose_nothing(folder: Path) -> None:
    texts = [f"{number:04}" for number in range(200)]
    with local_services(folder) as env:
        for text in texts:
            write_row(env, text)
        push(env, *texts)
        kill(pid_of("db", folder))
        kill(pid_of("broker", folder))
    with local_services(folder) as env:
        assert rows(env) == texts
        assert queued(env) == texts


def test_servers_end_with_a_launcher_that_is_killed_and_nothing_is_lost(folder: Path) -> None:
    command = [sys.executable, "-c", HOLD_SERVERS, str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as launcher:
        assert launcher.stdout
        assert launcher.stdout.readline() == "written\n"
        servers = [pid_of("db", folder), pid_of("broker", folder)]
        launcher.kill()
    for server in servers:
        wait_for_end(server)
    with local_services(folder) as env:
        assert rows(env) == ["a row"]
        assert queued(env) == ["a task"]


def test_a_server_left_running_is_ended_before_the_next_start(folder: Path) -> None:
    left = subprocess.Popen(["sleep", "600"])
    unrelated = subprocess.Popen(["sleep", "601"])
    wait_until(lambda: command_line(left.pid) == "sleep 600")  # a new process has no command for an instant
    (folder / "processes").mkdir()
    (folder / "processes" / "db.pid").write_text(f"{left.pid}\n{int(signal.SIGTERM)}\nsleep 600\n")
    (folder / "processes" / "broker.pid").write_text(f"{unrelated.pid}\n15\nvalkey-server --port 0\n")
    with local_services(folder, durable=False):
        assert left.wait(5) == -signal.SIGTERM
        assert is_running(unrelated.pid)
    unrelated.kill()
    unrelated.wait()


def test_a_second_start_on_the_same_data_is_refused(folder: Path) -> None:
    with local_services(folder, durable=False) as env:
        with pytest.raises(Refusal, match=rf"runs already on {folder} \(process {os.getpid()}\)"):
            local_services(folder).__enter__()
        write_row(env, "still here")


def test_a_path_too_long_for_a_socket_works(folder: Path) -> None:
    deep = folder / ("a folder, with a long name " * 4)
    deep.mkdir(mode=0o755)
    with local_services(deep) as env:
        write_row(env, "deep")
        assert queue(env).ping()
    with local_services(deep) as env:
        assert rows(env) == ["deep"]


def test_addresses_in_the_environment_win(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/app")
    monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")
    with local_services(folder) as env:
        assert env == {"DATABASE_URL": "postgresql://elsewhere/app", "REDIS_URL": "redis://elsewhere/0"}
    assert not (folder / "postgres").exists()


def test_the_app_is_no_superuser_and_nobody_listens_on_the_network(folder: Path) -> None:
    with local_services(folder) as env, psycopg.connect(env["DATABASE_URL"]) as connection:
        row = connection.execute(
            "SELECT rolsuper, rolcreatedb, current_setting('listen_addresses'), current_setting('fsync'),"
            " current_setting('data_checksums'), lower('ÀÉ') FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
        with queue(env) as broker:
            port = broker.config_get("port")
    assert row == (False, False, "", "on", "on", "àé")
    assert port == {"port": "0"}
    assert (folder / "sockets").stat().st_mode & 0o777 == 0o700
