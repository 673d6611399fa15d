"""mutmut as it is, but for functions under a decorator: it leaves out all, and ours are half of the code.

Copies of a function stand under its decorators once, so what wraps a call (a transaction) may
stay; what makes something else of a function (a property, a context, a task) may not.
"""

import os
from pathlib import Path

import click
import libcst as cst
import mutmut.__main__
from hypothesis import HealthCheck, settings
from mutmut.__main__ import cli
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.file_mutation import MutationVisitor

import tests.plugins.servers  # noqa: F401 - one PostgreSQL for all the processes to come
from tests.mutation.found import CHANGED, NOTICED, table
from tests.mutation.standing import standing_server

settings.register_profile(
    "mutation", derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile("mutation")  # the same examples for each change, however busy the machine is
WRAPPING = {"transaction.atomic", "in_one_go"}
left_out = MutationVisitor._skip_node_and_children


def leave_out(visitor: MutationVisitor, node: cst.CSTNode) -> bool:
    if isinstance(node, cst.FunctionDef) and node.decorators and _only_wraps(node):
        return False
    return left_out(visitor, node)


def _only_wraps(function: cst.FunctionDef) -> bool:
    code = cst.Module([]).code_for_node
    return {code(one.decorator) for one in function.decorators} <= WRAPPING


os.environ["PY_IGNORE_IMPORTMISMATCH"] = "1"  # tests are those of this folder, the code is its changed copy
mutmut.__main__.get_mutant_runner = standing_server  # type: ignore[attr-defined]
MutationVisitor._skip_node_and_children = leave_out  # type: ignore[assignment, method-assign]


@cli.command("table")
def print_table() -> None:
    """How far it is, module by module."""
    click.echo("\n".join(table()))


@cli.command()
def again() -> None:
    """Forget what was not noticed: the next run asks about it, and about nothing else."""
    for name in CHANGED:
        found = SourceFileMutationData(path=Path("recoveryapp") / f"{name}.py")
        found.load()
        for key, code in found.exit_code_by_key.items():
            if code not in NOTICED:
                found.exit_code_by_key[key] = None
        found.save()


if __name__ == "__main__":
    cli()
