import subprocess
import sys

LOOKS = """
import gc
from recoveryapp.common.collector import freeze
of_the_app = [[n] for n in range(400_000)]
freeze()
before = gc.get_stats()[2]["collections"]
of_a_request = [[n] for n in range(60_000)]
print(gc.get_stats()[2]["collections"] - before, gc.get_freeze_count() >= 400_000)
"""


def test_what_is_frozen_does_not_put_off_a_look_at_what_came_later() -> None:
    done = subprocess.run(
        [sys.executable, "-c", LOOKS], stdout=subprocess.PIPE, text=True, check=True, timeout=60
    )
    looks, is_frozen = done.stdout.split()
    assert int(looks) > 0
    assert is_frozen == "True"
