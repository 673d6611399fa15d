"""What few people use is loaded when somebody does, and not by every process from its start."""

import os
import subprocess
import sys

SELDOM = {"fhir", "icalendar", "py_vapid", "pydantic", "pywebpush", "segno", "typst"}
LOADED = """
import sys
import django
django.setup()
from django.urls import resolve
resolve("/health/live")
print(*sys.modules)
"""


def loaded() -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LOADED],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "recoveryapp.settings"},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=60,
    )
    return set(done.stdout.split())


def test_a_web_process_begins_without_what_few_use() -> None:
    found = loaded()
    assert "recoveryapp.review.pdf.sheet" in found
    assert not SELDOM & found
