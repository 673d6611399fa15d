"""A directory of 50,000 services, read in by a process of its own: how long, and how much memory beyond what
5,000 took. The files are those of the bars in tests/resources."""

import json
import os
from collections.abc import Iterator

from tests.bench.measuring import Row
from tests.bench.servers import cpu_ticks, database_pid, database_with_schema, run

FEW, MANY = 5_000, 50_000
IMPORTED = f"""
import json, tempfile
from pathlib import Path
import django
django.setup()
from tests.resources.test_bars import as_json, peak_mb, taken
with tempfile.TemporaryDirectory() as folder:
    few, many = as_json(Path(folder), {FEW}), as_json(Path(folder), {MANY})
    taken(few)
    before = peak_mb()
    report, spent = taken(many)
assert (report.new, report.refused.count) == ({MANY}, 0), report
print(json.dumps({{"seconds": spent.seconds, "of_ours": spent.of_ours, "mb": peak_mb() - before}}))
"""


def rows() -> Iterator[Row]:
    with database_with_schema() as env:
        database = database_pid(env["DATA_DIR"])
        before = cpu_ticks(database, with_ended=True)
        found = json.loads(run(env, "-", stdin=IMPORTED))
        of_database = (cpu_ticks(database, with_ended=True) - before) / os.sysconf("SC_CLK_TCK")
    yield Row(f"import {MANY:,} services", found["seconds"], "s", most=120)
    yield Row(f"import {MANY:,} services: of our processor", found["of_ours"], "s")
    yield Row(f"import {FEW + MANY:,} services: of the database's", of_database, "s")
    yield Row(f"import {MANY:,} services: beyond {FEW:,}", found["mb"], "MB", most=150)
