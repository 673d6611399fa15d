"""mutmut as it is, but for functions under a decorator: it leaves out all, and ours are half of the code.

Copies of a function stand under its decorators once, so what wraps a call (a transaction, a context) may
stay; what registers or describes (a property, a task, a view's schema) may not.
"""

import libcst as cst
from hypothesis import HealthCheck, settings
from mutmut.__main__ import cli
from mutmut.mutation.file_mutation import MutationVisitor

import tests.plugins.servers  # noqa: F401 - one PostgreSQL for all the processes to come

settings.register_profile(
    "mutation", derandomize=True, deadline=None, suppress_health_check=list(HealthCheck)
)
settings.load_profile("mutation")  # the same examples for each change, however busy the machine is
WRAPPING = {"transaction.atomic", "in_one_go", "contextmanager"}
left_out = MutationVisitor._skip_node_and_children


def leave_out(visitor: MutationVisitor, node: cst.CSTNode) -> bool:
    if isinstance(node, cst.FunctionDef) and node.decorators and _only_wraps(node):
        return False
    return left_out(visitor, node)


def _only_wraps(function: cst.FunctionDef) -> bool:
    code = cst.Module([]).code_for_node
    return {code(one.decorator) for one in function.decorators} <= WRAPPING


MutationVisitor._skip_node_and_children = leave_out  # type: ignore[assignment, method-assign]

if __name__ == "__main__":
    cli()
