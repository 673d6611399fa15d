"""How old a check may be before the app says so."""

from datetime import date, timedelta
from typing import Protocol

STALE_AFTER = timedelta(days=365)
STALE_CRISIS_AFTER = timedelta(days=180)
STORY_KIND = "recovery_story"
"""What somebody lived through does not go out of date."""
CRISIS_KIND = "helpline_crisis"


class Checked(Protocol):
    @property
    def kind(self) -> str: ...

    @property
    def assured_on(self) -> date | None: ...

    @property
    def last_checked_on(self) -> date | None: ...

    @property
    def link_broken_on(self) -> date | None: ...


def is_stale(resource: Checked, *, today: date) -> bool:
    """Nobody checked it within a year (crisis help: 180 days), or nobody said when, or its link is broken.

    A link that works says nothing about the rest, so it makes nothing fresh.
    """
    if resource.link_broken_on:
        return True
    if resource.kind == STORY_KIND:
        return False
    checks = [day for day in (resource.assured_on, resource.last_checked_on) if day]
    limit = STALE_CRISIS_AFTER if resource.kind == CRISIS_KIND else STALE_AFTER
    return not checks or max(checks) < today - limit
