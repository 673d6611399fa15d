"""Which fields each kind of reminder has, said once for what is sent in and for what is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q

from recoveryapp.reminders.enums import ReminderKind

MOST_TIMES = 12
MOST_WEEKS = 52
MOST_HOURS = 72
MOST_DAYS = 90
LONGEST_LEAD = 14 * 24 * 60


Problems = dict[str, tuple[str, str]]
"""Field: code and sentence."""
EMPTY: Problems = {
    "weekdays": ("empty", "Choose at least one day."),
    "times": ("empty", "Choose a time."),
    "after_hours": ("required", "Say after how many hours."),
    "after_days": ("required", "Say after how many days."),
}
NOTHING: dict[str, object] = {
    "weekdays": [],
    "times": [],
    "every_weeks": 1,
    "lead_minutes": 0,
    "after_hours": None,
    "after_days": None,
}
"""What stands in a field that does not count."""


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a kind must have; what it does not name here it must not have."""

    has_weekdays: bool = False
    most_times: int = 0
    counts_weeks: bool = False
    has_lead: bool = False
    has_hours: bool = False
    has_days: bool = False

    def holds(self) -> Q:
        return (
            (Q(weekdays__len__gt=0) if self.has_weekdays else Q(weekdays__len=0))
            & Q(times__len__gte=min(1, self.most_times), times__len__lte=self.most_times)
            & (Q() if self.counts_weeks else Q(every_weeks=1))
            & (Q() if self.has_lead else Q(lead_minutes=0))
            & Q(after_hours__isnull=not self.has_hours, after_days__isnull=not self.has_days)
        )

    def problems(self, values: Mapping[str, Any]) -> Problems:
        """What is wrong with the fields sent in, if anything."""
        counts = {
            "weekdays": self.has_weekdays,
            "times": self.most_times > 0,
            "every_weeks": self.counts_weeks,
            "lead_minutes": self.has_lead,
            "after_hours": self.has_hours,
            "after_days": self.has_days,
        }
        found: Problems = {}
        for field, is_used in counts.items():
            is_nothing = values[field] == NOTHING[field]
            if is_used and is_nothing and field in EMPTY:
                found[field] = EMPTY[field]
            if not is_used and not is_nothing:
                found[field] = ("not_of_this_kind", "This does not go with this kind of reminder.")
        if self.most_times == 1 and len(values["times"]) > 1:
            found["times"] = ("max_length", "Choose one time.")
        return found


SHAPES = {
    ReminderKind.WEEKLY: Shape(has_weekdays=True, most_times=MOST_TIMES, counts_weeks=True),
    ReminderKind.ONCE: Shape(most_times=MOST_TIMES),
    ReminderKind.APPOINTMENT: Shape(most_times=1, has_lead=True),
    ReminderKind.AFTER_CHECK_IN: Shape(has_hours=True),
    ReminderKind.AFTER_A_GAP: Shape(most_times=1, has_days=True),
}


def fits_its_kind() -> Q:
    return reduce(or_, (Q(kind=kind) & shape.holds() for kind, shape in SHAPES.items()))
