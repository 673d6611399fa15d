"""A mail server of a few lines, as the network's far edge: keeps what it is given, or answers as told."""

import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

Answers = dict[str, bytes]
POLITE: Answers = {
    "MAIL": b"250 OK",
    "RCPT": b"250 OK",
    "DATA": b"354 Go on",
    ".": b"250 Kept",
    "QUIT": b"221 Bye",
}


class SmtpSink(socketserver.ThreadingTCPServer):
    """`answers` overrides what is said to a command (`.`: the end of a message); b"" hangs up."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, answers: Answers) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.answers = {**POLITE, **answers}
        self.kept: list[EmailMessage] = []
        self.called = threading.Event()
        self.let_go = threading.Event()
        self.let_go.set()
        self.slowness = 0.0
        """Seconds before a message is taken."""

    @property
    def port(self) -> int:
        return int(self.server_address[1])


class _Talk(socketserver.StreamRequestHandler):
    server: SmtpSink

    def handle(self) -> None:
        self.server.called.set()
        self.server.let_go.wait()
        self._say(b"220 sink")
        while line := self.rfile.readline().strip():
            command = line.split(b" ")[0].split(b":")[0].upper().decode()
            answer = b"250 sink" if command in {"EHLO", "HELO", "RSET"} else self.server.answers[command]
            if not answer:
                return
            self._say(answer)
            if command == "DATA" and answer.startswith(b"354") and not self._take_message():
                return
            if command == "QUIT":
                return

    def _take_message(self) -> bool:
        lines: list[bytes] = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b"."))
        time.sleep(self.server.slowness)
        answer = self.server.answers["."]
        if answer.startswith(b"250") or not answer:
            parsed: Any = message_from_bytes(b"".join(lines), policy=policy.default)
            self.server.kept.append(parsed)
        if answer:
            self._say(answer)
        return bool(answer)

    def _say(self, text: bytes) -> None:
        self.wfile.write(text + b"\r\n")


@contextmanager
def smtp_sink(answers: Answers | None = None) -> Iterator[SmtpSink]:
    with SmtpSink(answers or {}) as sink:
        thread = threading.Thread(target=sink.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield sink
        finally:
            sink.let_go.set()
            sink.shutdown()
            thread.join()
