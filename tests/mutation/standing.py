"""pytest stands once, with everything collected and a database: the tests of a change run in a fork of that.

mutmut by itself lets pytest begin anew for each change, which costs many times what the tests do.
"""

import gc
from bisect import bisect
from collections.abc import Callable, Iterable
from functools import _lru_cache_wrapper
from itertools import accumulate

import pytest
from django.db import connections
from mutmut.configuration import config
from mutmut.mutation.trampoline import set_mutant_under_test
from mutmut.runners.harness import PytestRunner
from mutmut.state import state
from mutmut.utils.file_utils import change_cwd
from mutmut.workers.isolation import ForkServerRunner

AT_LEAST, SECONDS = 50, 8.0
"""For one change so many tests, and more as long as they take no longer together: what these do not notice
counts as not noticed."""
UNHEARD = ("-q", "-p", "no:unraisableexception")
"""What mutmut leaves open on its way to a test would be the test's fault."""
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
        follow = [*chosen[1:], self.session.items[0]]  # never the last: what stands for all is not taken down
        pairs = zip(chosen, follow, strict=True)
        is_noticed = any(self._notices(item, after, mutant_name or "") for item, after in pairs)
        return NOTICED if is_noticed else NOT_NOTICED

    def _notices(self, item: pytest.Item, after: pytest.Item, change: str) -> bool:
        """It fails with the change and holds without it: a test that fails anyway tells nothing."""
        if not self._fails(item, after):
            return False
        set_mutant_under_test("")
        _forget_all()
        fails_anyway = self._fails(item, after)
        set_mutant_under_test(change)
        return not fails_anyway

    def _fails(self, item: pytest.Item, after: pytest.Item) -> bool:
        assert self.session is not None
        self.session.testsfailed = 0
        item.ihook.pytest_runtest_protocol(item=item, nextitem=after)
        return bool(self.session.testsfailed)


def _forget_all() -> None:
    """What our functions remember may come from the changed code."""
    for found in gc.get_objects():
        if type(found) is _lru_cache_wrapper and found.__module__.startswith("recoveryapp."):
            found.cache_clear()


class StandingServer(ForkServerRunner):
    def _forkserver_main(self, work_fd: int, result_fd: int) -> None:
        def serve(session: pytest.Session) -> None:
            Standing.session = session
            super(StandingServer, self)._forkserver_main(work_fd, result_fd)

        with change_cwd("mutants"):
            selection = config().pytest_add_cli_args_test_selection
            Standing().execute_pytest([*UNHEARD, *selection], plugins=[Loop(serve)])

    def run_clean_tests(self, tests: Iterable[str]) -> int:
        """The run that found which test reaches what was one; and each failure is asked about."""
        return 0

    def run_forced_fail(self) -> int:
        """That changes are in force is seen by those that are noticed."""
        return NOTICED


def standing_server(max_workers: int = 1) -> StandingServer:
    return StandingServer(max_workers=max_workers, test_runner_class=Standing, test_runner_args={})


def in_order(tests: Iterable[str], change: str) -> list[str]:
    """Those of the changed code's own folder first, of these the quickest."""
    took, own = state().duration_by_test, f"tests/{change.split('.')[1]}/"
    names = sorted(tests, key=lambda name: (not name.startswith(own), took[name], name))
    so_far = list(accumulate(took[name] for name in names))
    return names[: max(AT_LEAST, bisect(so_far, SECONDS))]
