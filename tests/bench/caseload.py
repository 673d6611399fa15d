"""A practitioner's list of sixty people, read by 32 at once; two web processes of two threads."""

import json
import os
from collections.abc import Iterator
from pathlib import Path

from tests.bench.client import Asked
from tests.bench.measuring import Row
from tests.bench.requests import STATEMENTS
from tests.bench.servers import both_running, run

SECONDS = float(os.environ.get("SECONDS", "8"))
AT_ONCE = 32
SIXTY = Path(__file__).with_name("sixty.py")


def rows() -> Iterator[Row]:
    with both_running() as both:
        session = json.loads(run(both.app.env, "-", stdin=SIXTY.read_text()))["pat"]
        headers = {"Cookie": f"session={session}", "Accept": "application/json"}
        listed = Asked("GET", "/api/v1/caseload/", headers)
        count = int(run(both.app.env, "-c", STATEMENTS, stdin=json.dumps(listed.__dict__)))
        yield Row("60 people: statements", count, "", most=12)
        answers = both.app.answers(listed, connections=AT_ONCE, seconds=SECONDS)
        assert set(answers.codes) == {"200"}, answers.codes
        p95 = sorted(answers.seconds)[int(0.95 * len(answers.seconds))] * 1_000
        yield Row(f"60 people: p95 at {AT_ONCE}", p95, most=400)
        yield Row("60 people: answers", len(answers.seconds) / SECONDS, "/s")
