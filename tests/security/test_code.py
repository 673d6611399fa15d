"""What must not stand in the code, whoever writes it."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
CODE = ROOT / "recoveryapp"
TREES = {path.relative_to(ROOT).as_posix(): ast.parse(path.read_text()) for path in CODE.rglob("*.py")}


def calls() -> Iterator[tuple[str, str, ast.Call]]:
    for path, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call):
                yield path, ast.unparse(node.func), node


def test_no_shell_and_no_eval() -> None:
    forbidden = re.compile(
        r"^(eval|exec|compile|os\.(system|popen|exec\w*|spawn\w*)|subprocess\..*|pickle\..*)$"
    )
    assert [(path, name) for path, name, _ in calls() if forbidden.match(name)] == []


CHECKED_BY_EYE = {
    "recoveryapp/caseload/queries/supervision.py",
    "recoveryapp/common/ahead.py",
    "recoveryapp/matching/ranking/facts.py",
    "recoveryapp/reminders/serializers.py",
    "recoveryapp/resources/hsds/formats.py",
}
"""Patterns out of tables of constants, of the schema that comes with the app, of its screens' addresses."""


def test_no_pattern_is_made_of_what_somebody_wrote() -> None:
    """A pattern is a constant in the code, or a constant by name."""
    made = [
        (path, ast.unparse(call))
        for path, name, call in calls()
        if re.match(r"^re\.(compile|search|match|fullmatch|sub|split|findall|finditer)$", name)
        and not (
            isinstance(call.args[0], ast.Constant) or ast.unparse(call.args[0]).replace(".", "").isupper()
        )
    ]
    assert {path for path, _ in made} <= CHECKED_BY_EYE


def test_no_template_is_made_of_what_somebody_wrote() -> None:
    assert [
        path for path, name, _ in calls() if re.search(r"(^|\.)(Template|from_string|mark_safe)$", name)
    ] == []


def test_no_statement_is_made_of_what_somebody_wrote() -> None:
    """`extra` and `RawSQL` are for nobody; what `execute` runs is a constant."""
    assert [path for path, name, _ in calls() if re.search(r"(RawSQL|objects\.extra|\)\.extra)$", name)] == []
    made = [
        path
        for path, name, call in calls()
        if name.endswith("cursor.execute") and isinstance(call.args[0], ast.JoinedStr | ast.BinOp)
    ]
    assert set(made) <= {"recoveryapp/resources/actions/bulk.py"}, "names of our own tables and columns"


def test_nothing_random_that_matters_comes_from_random() -> None:
    users = {path for path, name, _ in calls() if re.match(r"^random\.", name)}
    assert {path.split("/")[1] for path in users} <= {"demo", "notifications", "reminders", "matching"}


SECRETS = re.compile(
    r"-----BEGIN (?:RSA |EC |OPENSSH )?PRIVATE KEY|AKIA[0-9A-Z]{16}|xox[abpr]-[0-9A-Za-z-]{10,}"
    r"|gh[pousr]_[0-9A-Za-z]{36}|sk_live_[0-9A-Za-z]{16,}|AIza[0-9A-Za-z_-]{35}|eyJ[\w-]{20,}\.[\w-]{20,}\."
)
TEXTS = {
    ".py",
    ".ts",
    ".svelte",
    ".json",
    ".md",
    ".yml",
    ".yaml",
    ".toml",
    ".csv",
    ".html",
    ".txt",
    ".example",
    "",
}


def test_no_secret_lies_in_the_tree() -> None:
    found = [
        path.relative_to(ROOT).as_posix()
        for path in tree_of(ROOT)
        if path.suffix in TEXTS and path != Path(__file__) and SECRETS.search(path.read_text(errors="ignore"))
    ]
    assert found == []


def tree_of(folder: Path) -> Iterator[Path]:
    left_out = {
        ".git",
        ".venv",
        "node_modules",
        "build",
        ".svelte-kit",
        "var",
        "mutants",
        ".mypy_cache",
        ".ruff_cache",
        ".pytest_cache",
        "__pycache__",
    }
    for path in folder.iterdir():
        if path.name in left_out or path.is_symlink():
            continue
        if path.is_dir():
            yield from tree_of(path)
        else:
            yield path


@pytest.mark.parametrize("example", ["-----BEGIN PRIVATE KEY", "AKIA" + "A" * 16, "ghp_" + "a" * 36])
def test_a_secret_would_be_found(example: str) -> None:
    assert SECRETS.search(f"key = {example}")


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-local.lock", "requirements-dev.lock"])
def test_every_package_is_pinned_by_its_hash(lock: str) -> None:
    text = (ROOT / lock).read_text()
    packages = re.findall(r"^([a-z0-9][\w.\[\],-]*)(==\S+)?.*\\$", text, re.MULTILINE)
    assert len(packages) > 20
    assert [name for name, version in packages if not version] == []
    assert text.count("--hash=sha256:") >= len(packages)


def test_trace_is_not_answered(db: None) -> None:
    for url in ("/api/v1/me/", "/api/v1/goals/", "/_allauth/browser/v1/auth/session"):
        assert Client().generic("TRACE", url).status_code in {401, 405}


def test_no_answer_names_a_version(db: None) -> None:
    for url in ("/", "/api/v1/me/", "/health/live", "/no/such", "/api/v1/nothing/"):
        answer = Client().get(url)
        assert not {"Server", "X-Powered-By", "X-AspNet-Version"} & set(answer.headers)
        assert not re.search(r"django[/ ]\d|python[/ ]\d|gunicorn", answer.content.decode().lower()[:20_000])
