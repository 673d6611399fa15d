"""A clone, an empty machine's worth of steps, and the address answers."""

import subprocess
import time
from pathlib import Path

import pytest

from deploy.local.layout import ROOT
from tests.deploy.test_run import free_port, output_of  # noqa: F401 - a fixture

LONGEST_SECONDS = 600
pytestmark = pytest.mark.audit


def serve_once(checkout: Path, port: int) -> str:
    """What `make run` said up to its address."""
    output = (checkout / "output.txt").open("w")
    with (
        output,
        subprocess.Popen(["make", "run", f"PORT={port}"], cwd=checkout, stdout=output, stderr=output) as app,
    ):
        until = time.monotonic() + LONGEST_SECONDS
        while "The app:" not in output_of(checkout):
            assert app.poll() is None and time.monotonic() < until, output_of(checkout)
            time.sleep(0.1)
        app.terminate()
    return output_of(checkout)


def test_a_clone_serves_and_serves_again(folder: Path, free_port: int) -> None:  # noqa: F811
    checkout = folder / "recovery app"
    subprocess.run(["git", "clone", "--quiet", ROOT, checkout], check=True)
    first = serve_once(checkout, free_port)
    assert "Building the front end: done" in first
    second = serve_once(checkout, free_port)
    assert "Installing" not in second
    assert "Building" not in second
    status = subprocess.run(
        ["git", "status", "--porcelain"], cwd=checkout, capture_output=True, text=True, check=True
    )
    assert status.stdout == "?? output.txt\n"
