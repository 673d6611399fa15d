"""The sentence encoder's tables are 71 MB: on a small server its words may not stay in memory."""

import re
from pathlib import Path

from recoveryapp.matching.ranking.encoder import SPARSE, encode, encoder

TEXTS = ["I want to walk to the sea with my sister", "Quiero volver a pintar", "أريد أن أنام جيدًا"]
MAPPING = re.compile(r"\(deleted\)\nSize: +(\d+) kB\n(?:.*\n)*?Rss: +(\d+) kB")
"""Of a file without a name: how large it is, and how much of it is in memory."""


def test_a_text_leaves_nothing_of_the_table_in_memory() -> None:
    by = encoder()
    assert by
    assert encode(TEXTS, by).shape == (3, 512)
    found = MAPPING.findall(Path("/proc/self/smaps").read_text())
    in_memory = [int(rss) for size, rss in found if int(size) * 1024 >= SPARSE]
    assert in_memory
    assert set(in_memory) == {0}
    assert {2_048, 4_096} <= {int(size) for size, rss in found if rss == "0"}, "the words' pieces"
