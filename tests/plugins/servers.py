"""Starts one throw-away PostgreSQL and broker before Django's settings are read.

Loaded with `-p` so that it comes first; the workers of a parallel run inherit the controller's servers.
"""

import atexit
import os
import shutil
import tempfile
from contextlib import ExitStack
from pathlib import Path

from deploy.local.services import local_services

os.environ["ENVIRONMENT"] = "test"


def start_servers() -> None:
    stack = ExitStack()
    atexit.register(stack.close)
    folder = Path(tempfile.mkdtemp(prefix="recoveryapp-test-"))
    stack.callback(shutil.rmtree, folder, ignore_errors=True)
    os.environ.update(stack.enter_context(local_services(folder, durable=False)))
    os.environ["DATA_DIR"] = str(folder)


def take_own_broker_database(worker: str) -> None:
    """Clearing the cache between tests must not clear another worker's."""
    number = int(worker.removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = os.environ["REDIS_URL"].replace("?db=0", f"?db={number}")


if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    take_own_broker_database(worker)
else:
    start_servers()
