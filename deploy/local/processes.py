"""The app's own processes, on one machine."""

import os
from collections.abc import Mapping
from pathlib import Path

from deploy.local.child import Spec
from deploy.local.layout import PYTHON, ROOT

# That root runs the worker: on one's own machine, from a folder that only root may read, nobody else can.
NOT_NEWS = "ignore::UserWarning:celery.platforms"
WEB = [
    *("gunicorn", "recoveryapp.wsgi:application", "--preload", "--no-control-socket"),
    *("--worker-class=gthread", "--workers=2", "--threads=4", "--timeout=60", "--graceful-timeout=10"),
    "--log-level=warning",
]
CELERY = ["celery", "--quiet"]
# Threads: 64 MB in all, where a process for each worker takes 182 MB.
WORKER = [*CELERY, "--app=recoveryapp.celery:app", "worker", "--pool=threads", "--concurrency=4"]
WORKER += ["--without-gossip", "--without-mingle"]
BEAT = [*CELERY, "--app=recoveryapp.beat:app", "beat", "--pidfile="]
# What was needed for a moment goes back, and threads share what is free. As in deploy/Dockerfile.
MEMORY = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "131072"}


def environment(
    *, port: int, data_dir: Path, secrets: Mapping[str, str], addresses: Mapping[str, str]
) -> dict[str, str]:
    ours = {
        "DJANGO_SETTINGS_MODULE": "recoveryapp.settings",
        "ENVIRONMENT": "development",
        "DATA_DIR": str(data_dir),
        "PUBLIC_URL": f"http://localhost:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "PYTHONUNBUFFERED": "1",
        **MEMORY,
    }
    return {**os.environ, **ours, **secrets, **addresses}


def web(env: Mapping[str, str], *, port: int) -> Spec:
    return _python("web", [*WEB, f"--bind=127.0.0.1:{port}"], env, grace_seconds=15)


def worker(env: Mapping[str, str]) -> Spec:
    return _python("worker", WORKER, env, grace_seconds=20)


def beat(env: Mapping[str, str]) -> Spec:
    return _python("beat", BEAT, env, grace_seconds=5)


def _python(name: str, module: list[str], env: Mapping[str, str], *, grace_seconds: float) -> Spec:
    command = ["-W", NOT_NEWS, "-m", *module]
    return Spec(name=name, command=[PYTHON, *command], env=env, cwd=ROOT, grace_seconds=grace_seconds)
