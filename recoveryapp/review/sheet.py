"""One page for a meeting: of what the person ticked that which a reading shows, and nothing beside it.

The person, whoever they handed it to, and the printed page are given it, by this function and no other.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from recoveryapp.accounts.models import User
from recoveryapp.consent.gate import Reading
from recoveryapp.consent.scopes import CHECK_INS, Scope
from recoveryapp.goals.shared import goals_shared_with
from recoveryapp.journal.shared import SharedPage, newest_pages_shared_with
from recoveryapp.outcomes.models import Milestone
from recoveryapp.outcomes.queries.shared import SharedDomains, domains_shared_with, milestones_shared_with
from recoveryapp.review.content import Helped, InTheWay, ReviewedGoal, reviewed, said
from recoveryapp.review.models import MeetingSheet

WEEKS_SHOWN = 13
MOST_OF_A_KIND = 5
"""Goals, milestones, ...: more do not fit on one page."""


@dataclass(frozen=True)
class SheetPage:
    sheet: MeetingSheet
    person: User
    zone: ZoneInfo
    """The person's: every day is a day of theirs."""
    today: date
    goals: list[ReviewedGoal]
    domains: SharedDomains | None
    milestones: list[Milestone]
    helped: list[Helped]
    in_the_way: list[InTheWay]
    pages: list[SharedPage]

    @property
    def scopes(self) -> list[Scope]:
        """What kinds of content it shows."""
        found = set(self._scopes())
        return [scope for scope in Scope if scope in found]

    def _scopes(self) -> Iterator[Scope]:
        if self.domains:
            yield from (CHECK_INS[line.domain] for line in self.domains.domains)
        lists = {
            Scope.GOALS: self.goals,
            Scope.MILESTONES: self.milestones,
            Scope.WHAT_HELPED: self.helped,
            Scope.BARRIERS: self.in_the_way,
            Scope.JOURNAL: self.pages,
        }
        yield from (scope for scope, rows in lists.items() if rows)


def sheet_page(sheet: MeetingSheet, reading: Reading) -> SheetPage:
    """At most one statement for each kind that is ticked."""
    zone = ZoneInfo(reading.owner.time_zone)
    today = reading.at.astimezone(zone).date()
    now_on = sheet.now_on or today
    goals = goals_shared_with(reading, only=sheet.goal_ids) if sheet.goal_ids else []
    helped, in_the_way = _said(sheet, reading)
    return SheetPage(
        sheet=sheet,
        person=reading.owner,
        zone=zone,
        today=today,
        goals=[reviewed(goal, sheet.then_on, now_on, zone) for goal in goals],
        domains=_domains(sheet, reading, now_on, zone),
        milestones=_milestones(sheet, reading),
        helped=helped,
        in_the_way=in_the_way,
        pages=_pages(sheet, reading),
    )


def _domains(sheet: MeetingSheet, reading: Reading, now: date, zone: ZoneInfo) -> SharedDomains | None:
    if not sheet.domains:
        return None
    return domains_shared_with(
        reading, weeks=WEEKS_SHOWN, then=sheet.then_on, now=now, zone=zone, only=sheet.domains
    )


def _milestones(sheet: MeetingSheet, reading: Reading) -> list[Milestone]:
    ticked = sheet.milestone_ids
    return milestones_shared_with(reading, most=MOST_OF_A_KIND, only=ticked) if ticked else []


def _pages(sheet: MeetingSheet, reading: Reading) -> list[SharedPage]:
    ticked = sheet.page_ids
    return newest_pages_shared_with(reading, most=MOST_OF_A_KIND, only=ticked) if ticked else []


def _said(sheet: MeetingSheet, reading: Reading) -> tuple[list[Helped], list[InTheWay]]:
    """A day may say both; each is ticked by itself."""
    ticked = [*sheet.helped_ids, *sheet.in_the_way_ids]
    if not ticked:
        return [], []
    helped, in_the_way = said(reading, only=ticked)
    return (
        [row for row in helped if row.id in sheet.helped_ids],
        [row for row in in_the_way if row.id in sheet.in_the_way_ids],
    )
