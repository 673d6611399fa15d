"""pytest stands once, with everything collected and a database: the tests of a change run in a fork of that.

mutmut by itself lets pytest begin anew for each change, which costs many times what the tests do.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest

import pytest
from django.db import connections
from mutmut.configuration import config
from mutmut.runners.harness import PytestRunner
from mutmut.state import state
from mutmut.utils.file_utils import change_cwd
from mutmut.workers.isolation import ForkServerRunner

MOST_SECONDS = 10.0
"""Of tests for one change: what these do not notice counts as not noticed."""
NOTICED, NOT_NOTICED = 1, 0


class Loop:
    """In the place of pytest's own: one test, so that there is a database, and then `serve`."""

    def __init__(self, serve: Callable[[pytest.Session], None]) -> None:
        self.serve = serve

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        first = next(item for item in session.items if "api" in getattr(item, "fixturenames", ()))
        other = next(item for item in session.items if item.path.parent != first.path.parent)
        first.ihook.pytest_runtest_protocol(item=first, nextitem=other)
        assert not session.testsfailed, first.nodeid
        connections.close_all()
        self.serve(session)
        return True


class Standing(PytestRunner):
    session: pytest.Session | None = None

    def warm_up(self) -> None:
        """It stands already."""

    def run_tests(self, *, mutant_name: str | None, tests: Iterable[str]) -> int:
        if self.session is None:
            return int(super().run_tests(mutant_name=mutant_name, tests=tests))
        items = {item.nodeid: item for item in self.session.items}
        chosen = [items[name] for name in in_order(tests, mutant_name or "")]
        for item, after in zip_longest(chosen, chosen[1:]):
            item.ihook.pytest_runtest_protocol(item=item, nextitem=after)
            if self.session.testsfailed:
                return NOTICED
        return NOT_NOTICED


class StandingServer(ForkServerRunner):
    def _forkserver_main(self, work_fd: int, result_fd: int) -> None:
        def serve(session: pytest.Session) -> None:
            Standing.session = session
            super(StandingServer, self)._forkserver_main(work_fd, result_fd)

        with change_cwd("mutants"):
            selection = config().pytest_add_cli_args_test_selection
            Standing().execute_pytest(["-q", *selection], plugins=[Loop(serve)])


def standing_server(max_workers: int = 1) -> StandingServer:
    return StandingServer(max_workers=max_workers, test_runner_class=Standing, test_runner_args={})


def in_order(tests: Iterable[str], change: str) -> Iterator[str]:
    """Those of the changed code's own folder first, of these the quickest; as many as there is time for."""
    took, own, spent = state().duration_by_test, f"tests/{change.split('.')[1]}/", 0.0
    for name in sorted(tests, key=lambda name: (not name.startswith(own), took[name], name)):
        spent += took[name]
        if spent > MOST_SECONDS:
            return
        yield name
