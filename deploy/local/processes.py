"""The app's own processes, on one machine."""

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from deploy.local.child import Spec
from deploy.local.layout import PYTHON, ROOT

WEB = ["gunicorn", "recoveryapp.wsgi:application", "--worker-class=gthread", "--workers=2", "--threads=4"]
WEB_LIMITS = ["--timeout=60", "--graceful-timeout=10", "--no-control-socket"]
CELERY = ["celery", "--app=recoveryapp.celery:app"]
# Threads: 64 MB in all, where a process for each worker takes 182 MB.
WORKER = [*CELERY, "worker", "--pool=threads", "--concurrency=4", "--without-gossip", "--without-mingle"]
BEAT = [*CELERY, "beat", "--pidfile="]


def app_environment(
    *, port: int, data_dir: Path, secrets: Mapping[str, str], addresses: Mapping[str, str]
) -> dict[str, str]:
    ours = {
        "DJANGO_SETTINGS_MODULE": "recoveryapp.settings",
        "ENVIRONMENT": "development",
        "DATA_DIR": str(data_dir),
        "PUBLIC_URL": f"http://localhost:{port}",
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "PYTHONUNBUFFERED": "1",
    }
    return {**os.environ, **ours, **secrets, **addresses}


def app_processes(env: Mapping[str, str], *, port: int) -> Iterable[Spec]:
    """In the order of their start; stopped the other way round, so that what asks for work ends first."""
    yield _python("worker", WORKER, env, grace_seconds=20)
    yield _python("web", [*WEB, f"--bind=127.0.0.1:{port}", *WEB_LIMITS], env, grace_seconds=15)
    yield _python("beat", BEAT, env, grace_seconds=5)


def _python(name: str, module: list[str], env: Mapping[str, str], *, grace_seconds: float) -> Spec:
    return Spec(name=name, command=[PYTHON, "-m", *module], env=env, cwd=ROOT, grace_seconds=grace_seconds)
