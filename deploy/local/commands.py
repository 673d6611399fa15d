"""What `make` offers. The first line of each docstring is its help."""

import os
import shlex
import shutil
from collections.abc import Callable

from deploy.local import frontend
from deploy.local.browser import find_browser
from deploy.local.checkout import one_at_a_time
from deploy.local.layout import FRONTEND, ROOT, VENV
from deploy.local.python_environment import TEST_LOCK, UV, prepare_environment
from deploy.local.run import run as run_app
from deploy.local.say import Refusal, say, step
from deploy.local.shell import run_quietly, run_shown

# Tools that read the settings find values for tests there.
SETTINGS = {"ENVIRONMENT": "test"}
TESTS = ROOT / "tests"
# So that what is measured here can be compared with what is measured elsewhere.
ONE_CORE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
# The last tests are the browser's, and long: whoever is done takes some of what is left to another.
PARALLEL = ("--numprocesses=auto", "--dist=worksteal")
TOOLS = {
    "Format": ("ruff", "format", "--check"),
    "Lint": ("ruff", "check"),
    "Types": ("mypy",),
    "Import contracts": ("lint-imports",),
}
API = FRONTEND / "src" / "lib" / "api"
CLIENT = (API / "schema.yaml", API / "schema.d.ts")
LOCKS = {
    "requirements.lock": ("pyproject.toml",),
    "requirements-local.lock": ("pyproject.toml", "--extra=local"),
    "requirements-dev.lock": ("pyproject.toml", "--extra=local", "--extra=dev"),
    "deploy/local/installer.lock": ("deploy/local/installer.in",),
    "deploy/proof/tools.lock": ("deploy/proof/tools.in",),
}
COMPILE = ("--universal", "--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header")
BUILT = (VENV, FRONTEND / "node_modules", FRONTEND / "build", FRONTEND / ".svelte-kit")


def run() -> None:
    """The app on this machine. PORT=8000 DATA_DIR=var; DEMO=1 adds demo people."""
    run_app()


def test() -> None:
    """The whole suite, browser tests too. ARGS="-k goals -x" goes to pytest."""
    _prepare()
    _tool("pytest", *PARALLEL, *_arguments(), env=_with_browser())


def test_quick() -> None:
    """The suite without the browser tests. ARGS as above."""
    _prepare()
    frontend.build()  # Django serves it, so its tests ask for it
    _tool("pytest", *PARALLEL, "-m", "not e2e and not audit", *_arguments())


def audit() -> None:
    """The long runs: faults, races, every bar; a table and audit.json. ONLY=consent runs a part."""
    part = TESTS / os.environ.get("ONLY", "")
    if not part.is_dir():
        raise Refusal(f"ONLY={part.name} is no part of the audit: docs/security/README.md lists them.")
    _prepare()
    _tool("pytest", "-m", "audit", str(part.relative_to(ROOT)), *_arguments(), env=_with_browser())


def prove() -> None:
    """That deploy/ works, without containers: built, started and used as it says. About two minutes."""
    _prepare()
    _tool("python", "-m", "deploy.proof", *_arguments())


def bench() -> None:
    """What things cost beside the plainest way: one table, and bench.json. ONLY=matching runs a part."""
    _prepare()
    _tool("python", "-m", "tests.bench", env={**SETTINGS, **ONE_CORE})


def check() -> None:
    """What CI runs: format, lint, types, import contracts, API client, front end, all tests."""
    _prepare()
    for name, tool in TOOLS.items():
        with step(name):
            _tool(*tool, env=SETTINGS)
    with step("Compose file and Kubernetes manifests"):
        _tool("python", "-m", "deploy.proof.declared")
    _refuse_stale_client()
    frontend.build()  # writes what the type check reads
    node = frontend.prepare_packages()
    for script in ("check", "lint", "test"):
        with step(f"Front end: {script}"):
            node.run(script)
    test()


def format() -> None:  # noqa: A001 - the command's name
    """Rewrites the code in the project's format."""
    _prepare()
    _tool("ruff", "check", "--fix")
    _tool("ruff", "format")
    frontend.prepare_packages().run("format")


def client() -> None:
    """Writes the API's schema and the TypeScript client made from it."""
    _prepare()
    schema, _ = CLIENT
    write = ("manage.py", "spectacular", "--file", str(schema), "--validate", "--fail-on-warn")
    _tool("python", *write, env=SETTINGS)
    frontend.prepare_packages().run("client")


def lock() -> None:
    """Writes the lock files from pyproject.toml. ARGS=--upgrade takes newer versions."""
    _prepare()
    for name, sources in LOCKS.items():
        with step(f"Writing {name}"):
            uv = [str(UV), "pip", "compile", *COMPILE, *sources, "-o", name]
            run_quietly([*uv, *_arguments()])


def screenshots() -> None:
    """The pictures in the README, taken anew from the running app."""
    _prepare()
    _tool("pytest", "tests/e2e/screenshots.py", env=_with_browser())


def clean() -> None:
    """Removes what was installed and built. Never the data."""
    for folder in BUILT:
        shutil.rmtree(folder, ignore_errors=True)


def help() -> None:  # noqa: A001 - the command's name
    """This list."""
    for name, command in COMMANDS.items():
        say(f"  make {name:12} {(command.__doc__ or '').splitlines()[0]}")


COMMANDS: dict[str, Callable[[], None]] = {
    command.__name__.replace("_", "-"): command
    for command in (
        run,
        test,
        test_quick,
        audit,
        prove,
        bench,
        check,
        format,
        client,
        lock,
        screenshots,
        clean,
        help,
    )
}


def _prepare() -> None:
    with one_at_a_time():
        prepare_environment(TEST_LOCK)


def _with_browser() -> dict[str, str]:
    browser = find_browser()
    with one_at_a_time():
        frontend.build()
    return {"CHROMIUM": browser}


def _tool(name: str, *arguments: str, env: dict[str, str] | None = None) -> None:
    run_shown([VENV / "bin" / name, *arguments], cwd=ROOT, env=env)


def _arguments() -> list[str]:
    return shlex.split(os.environ.get("ARGS", ""))


def _refuse_stale_client() -> None:
    before = [file.read_bytes() for file in CLIENT]
    with step("API client"):
        client()
    if before != [file.read_bytes() for file in CLIENT]:
        raise Refusal("The API client was out of date. It is written anew: commit it.")
