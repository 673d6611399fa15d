"""One meeting for a calendar: when, and nothing that says what kind of meeting it is."""

from datetime import datetime, timedelta

from recoveryapp.accounts.models import User
from recoveryapp.meetings.models import Meeting

NEUTRAL_TITLES = {"en": "Meeting", "es": "Cita"}


def calendar_file(meeting: Meeting, *, reader: User, now: datetime) -> bytes:
    """RFC 5545, in UTC. No name in it; the place only for those who have turned discreet mode off.

    It keeps its id when the meeting is moved, so that a calendar moves it too.
    """
    from icalendar import Calendar, Event  # noqa: PLC0415 - 3 MB, for those who take one

    event = Event()
    event.add("uid", str(meeting.pk))
    event.add("sequence", meeting.version)
    event.add("dtstamp", now)
    event.add("dtstart", meeting.starts_at)
    event.add("dtend", meeting.starts_at + timedelta(minutes=meeting.lasts_minutes))
    event.add("summary", NEUTRAL_TITLES.get(reader.language, NEUTRAL_TITLES["en"]))
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if meeting.called_off_at else "CONFIRMED")
    if meeting.place and not reader.is_discreet:
        event.add("location", meeting.place)
    calendar = Calendar()
    calendar.add("prodid", "-//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
