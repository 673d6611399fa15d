"""What a telling says: that something waits, and of requests to a team how many. No name, no word of it."""

from datetime import datetime

from recoveryapp.accounts.models import User
from recoveryapp.caseload.queries.news import waiting_for
from recoveryapp.reminders.enums import TellingKind

SOMETHING = {"en": "There is something new for you.", "es": "Hay algo nuevo para ti."}
FOR_TEAM = {"en": "Waiting for your team: {n}.", "es": "Esperando a tu equipo: {n}."}
FOR_TEAM_LED = {
    "en": "Something new waits for a team you lead.",
    "es": "Algo nuevo espera a un equipo que coordinas.",
}


def words_for(kind: TellingKind, reader: User, *, now: datetime) -> str:
    if kind != TellingKind.REQUEST:
        return _said(SOMETHING, reader)
    count = waiting_for(reader, now=now)
    return _said(FOR_TEAM_LED, reader) if count is None else _said(FOR_TEAM, reader).format(n=count)


def _said(words: dict[str, str], reader: User) -> str:
    return words.get(reader.language, words["en"])
