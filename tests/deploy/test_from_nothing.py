import subprocess
from pathlib import Path

import pytest

from deploy.local.layout import ROOT
from tests.deploy.app import output_of, wait_for


def serve_once(checkout: Path, port: int) -> str:
    """What `make run` says from its start to its end."""
    output = (checkout / "output.txt").open("w")
    command = ["make", "run", f"PORT={port}"]
    with output, subprocess.Popen(command, cwd=checkout, stdout=output, stderr=output, text=True) as app:
        wait_for(app, lambda: "The app:" in output_of(checkout), checkout)
        app.terminate()
    return output_of(checkout)


@pytest.mark.audit
def test_a_clone_serves_and_serves_again_without_preparing(folder: Path, free_port: int) -> None:
    checkout = folder / "recovery app"
    subprocess.run(["git", "clone", "--quiet", ROOT, checkout], check=True)
    assert "Building the front end: done" in serve_once(checkout, free_port)
    second = serve_once(checkout, free_port)
    assert "Installing" not in second
    assert "Building" not in second
    status = ["git", "status", "--porcelain"]
    left = subprocess.run(status, cwd=checkout, capture_output=True, text=True, check=True).stdout
    assert left == "?? output.txt\n"
