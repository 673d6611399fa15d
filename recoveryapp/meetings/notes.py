"""Notes that two people write, on two phones, without losing a word of either.

Each save is a version that names those it was written upon. What no version is based on stands: one text, or
two where both wrote at the same time. Whoever puts them together bases a version on both.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from recoveryapp.meetings.models import Note


@dataclass(frozen=True)
class Notes:
    standing: list[Note]
    """Oldest first; more than one: written at the same time and not yet put together."""
    before: list[Note]
    """Newest first."""


def as_they_stand(versions: Sequence[Note]) -> Notes:
    """`versions` oldest first."""
    replaced = {pk for version in versions for pk in version.based_on}
    standing = [version for version in versions if version.pk not in replaced]
    return Notes(standing, [version for version in reversed(versions) if version.pk in replaced])
