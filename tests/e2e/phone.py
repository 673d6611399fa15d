"""A phone that can be switched off at any moment, its line to the server, and a deploy behind that."""

import base64
import hashlib
import os
import re
import shutil
import signal
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Error, Page, Playwright

READ = 65_536
IMMUTABLE = Path("_app") / "immutable"
POLICY = "content-security-policy.txt"
IS_KEPT = """new Promise(kept => {
    const look = () => navigator.serviceWorker.controller && kept(true);
    navigator.serviceWorker.addEventListener('controllerchange', look);
    look();
})"""


class Line:
    """Everything between phone and server goes through here. `stop` is a server that is not there; `cut` says
    after how many bytes, both ways together, the next connection breaks. None: never."""

    def __init__(self, server_port: int) -> None:
        self.server_port = server_port
        self.cut: Callable[[], int | None] = lambda: None
        self.carried = 0
        """Bytes, both ways together: headers, and what a worker asks for, among them."""
        self._counting = threading.Lock()
        self._listening: socket.socket | None = None
        self._open: set[socket.socket] = set()
        self.port = 0
        self.start()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", self.port), backlog=64)
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._take, args=(self._listening,), daemon=True).start()

    def stop(self) -> None:
        """Also what is kept open for the next request breaks."""
        if self._listening:
            hang_up(self._listening)
            self._listening.close()
            self._listening = None
        for end in list(self._open):
            hang_up(end)

    def reach(self, server_port: int) -> None:
        """From now on another server is at this address."""
        self.stop()
        self.server_port = server_port
        self.start()

    def _take(self, listening: socket.socket) -> None:
        with suppress(OSError):
            while True:
                phone, _ = listening.accept()
                threading.Thread(target=self._join, args=(phone,), daemon=True).start()

    def _join(self, phone: socket.socket) -> None:
        with phone, suppress(OSError), socket.create_connection(("localhost", self.server_port)) as server:
            left = Left(self.cut(), self._count)
            self._open |= {phone, server}
            up = threading.Thread(target=carry, args=(phone, server, left), daemon=True)
            up.start()
            carry(server, phone, left)
            up.join()
            self._open -= {phone, server}

    def _count(self, size: int) -> None:
        with self._counting:
            self.carried += size


class Left:
    """The bytes a connection has left before it breaks; `told` hears of each that went."""

    def __init__(self, count: int | None, told: Callable[[int], None]) -> None:
        self._count = count
        self._told = told
        self._lock = threading.Lock()

    def take(self, size: int) -> int:
        with self._lock:
            taken = size if self._count is None else min(size, self._count)
            if self._count is not None:
                self._count -= taken
        self._told(taken)
        return taken


def carry(source: socket.socket, target: socket.socket, left: Left) -> None:
    with suppress(OSError):
        while data := source.recv(READ):
            taken = left.take(len(data))
            target.sendall(data[:taken])
            if taken < len(data):
                break
        else:
            target.shutdown(socket.SHUT_WR)
            return
    hang_up(source)
    hang_up(target)


def hang_up(end: socket.socket) -> None:
    with suppress(OSError):
        end.shutdown(socket.SHUT_RDWR)


class Phone:
    """A browser with a profile on the disk, which outlives it."""

    def __init__(self, playwright: Playwright, profile: Path, settings: dict[str, Any]) -> None:
        self._playwright = playwright
        self.profile = profile
        self._settings = settings
        self.context: BrowserContext

    def switch_on(self) -> Page:
        self.context = self._playwright.chromium.launch_persistent_context(self.profile, **self._settings)
        self.context.set_default_timeout(15_000)
        return self.context.pages[0]

    def twin(self, profile: Path) -> "Phone":
        """Another one with the same in it. Only of one that is off."""
        shutil.copytree(self.profile, profile, symlinks=True)
        return Phone(self._playwright, profile, self._settings)

    def switch_off(self) -> None:
        self.context.close()

    def pull_out_the_battery(self) -> None:
        """SIGKILL to the browser of this profile and no other: it has no time to write anything more."""
        for pid in self._browser():
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        until(lambda: not self._browser())
        with suppress(Exception):
            self.context.close()
        for lock in self.profile.glob("Singleton*"):
            lock.unlink(missing_ok=True)

    def _browser(self) -> list[int]:
        mine = f"--user-data-dir={self.profile}"
        return [pid for pid, words in running() if mine in words]

    def files_with(self, word: str) -> list[Path]:
        """Where a word stands in clear, in either of the two ways browsers write text."""
        ways = [word.encode(), word.encode("utf-16-le")]
        found = [path for path in self.profile.rglob("*") if path.is_file() and not path.is_symlink()]
        return [path for path in found if any(way in path.read_bytes() for way in ways)]


def running() -> Iterator[tuple[int, list[str]]]:
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            words = (folder / "cmdline").read_bytes().decode(errors="replace").split("\0")
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
            if state != "Z":
                yield int(folder.name), words


def is_on_the_phone(page: Page) -> None:
    """The app itself, so that it starts without a server."""
    page.evaluate(IS_KEPT)


def until(holds: Callable[[], bool], seconds: float = 15) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to be"
        time.sleep(0.05)


def crash(page: Page) -> None:
    """SIGKILL to the process of this tab; the browser goes on."""
    with suppress(Error):
        page.goto("chrome://crash", timeout=2_000)


@contextmanager
def quota(page: Page, url: str, size: int) -> Iterator[None]:
    """The browser gives this address so many bytes and no more."""
    session = page.context.new_cdp_session(page)
    session.send("Storage.overrideQuotaForOrigin", {"origin": url, "quotaSize": size})
    yield
    session.send("Storage.overrideQuotaForOrigin", {"origin": url})


def clear_storage(page: Page, url: str) -> None:
    """As a browser does on a full phone: everything but the cookies."""
    kinds = "indexeddb,cache_storage,service_workers,local_storage"
    session = page.context.new_cdp_session(page)
    session.send("Storage.clearDataForOrigin", {"origin": url, "storageTypes": kinds})


def next_build(build: Path, to: Path) -> Path:
    """The same app as another build: no piece of code has its old name, and none is served by that."""
    shutil.copytree(build, to, ignore=shutil.ignore_patterns("*.br", "*.gz"))
    stems = [
        path.name.split(".")[-2] for path in (to / IMMUTABLE).rglob("*.*") if path.suffix in {".js", ".css"}
    ]
    renamed = {stem: stem[::-1] for stem in stems}
    version = re.search(r'version: "(\d+)"', (to / "app.html").read_text())
    assert version
    renamed[version[1]] = version[1][::-1]
    old = re.compile("|".join(re.escape(stem) for stem in sorted(renamed, key=len, reverse=True)))
    for path in list(to.rglob("*.*")):
        if path.suffix in {".js", ".css", ".html"}:
            path.write_text(old.sub(lambda found: renamed[found[0]], path.read_text()))
        path.rename(path.with_name(old.sub(lambda found: renamed[found[0]], path.name)))
    _allow(to, build)
    return to


def _allow(new: Path, old: Path) -> None:
    """The content policy, sent and in the page, names each script by its hash."""
    hashes = [
        (digest(before), digest(after)) for before, after in zip(scripts(old), scripts(new), strict=True)
    ]
    for path in (new / POLICY, *new.glob("*.html")):
        text = path.read_text()
        for before, after in hashes:
            text = text.replace(before, after)
        path.write_text(text)


def scripts(folder: Path) -> list[str]:
    pages = sorted(folder.glob("*.html"))
    return [
        script
        for page in pages
        for script in re.findall(r"<script>(.*?)</script>", page.read_text(), re.DOTALL)
    ]


def digest(script: str) -> str:
    return base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
