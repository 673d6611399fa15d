from datetime import UTC, datetime

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.consent.access_log import queries
from recoveryapp.consent.scopes import Purpose
from recoveryapp.teams.models import Membership
from tests.conftest import ApiFor
from tests.consent.access_log.reading import EXPORT, Look, exported


def test_the_log_is_exported_whole_and_as_it_was_asked_for(
    alice: User, cleo: User, cleos_place: Membership, pat: User, look: Look, api: ApiFor
) -> None:
    look(cleo, "goals", "barriers", at=datetime(2026, 7, 1, 12, tzinfo=UTC))
    look(pat, "journal", purpose=Purpose.SUPPORT, at=datetime(2026, 1, 1, 12, tzinfo=UTC))
    client = api(alice)
    header = [
        "at",
        "called",
        "role",
        "job_title",
        "organisation",
        "verb",
        "noun",
        "scopes",
        "purpose",
        "count",
    ]
    cleos = [
        "2026-07-01T13:00:00+01:00",
        "Cleo",
        "clinician",
        "",
        "Harbour",
        "read",
        "review",
        "goals barriers",
    ]
    pats = ["2026-01-01T12:00:00+00:00", "Pat", "peer_worker", "", "", "read", "review", "journal"]
    assert exported(client) == [header, [*cleos, "review", "1"], [*pats, "support", "1"]]
    assert exported(client, person=pat.pk) == [header, [*pats, "support", "1"]]


def test_the_file_has_a_neutral_name_and_is_kept_by_no_cache(alice: User, api: ApiFor) -> None:
    answer = api(alice).get(EXPORT)
    assert answer["Content-Disposition"] == 'attachment; filename="access-log.csv"'
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/csv; charset=utf-8", "no-store")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_a_name_is_never_a_formula(alice: User, cleo: User, look: Look, api: ApiFor, start: str) -> None:
    User.objects.filter(pk=cleo.pk).update(called=f'{start}HYPERLINK("x"), "Cleo"')
    look(cleo, "goals")
    assert exported(api(alice))[1][1] == f'\'{start}HYPERLINK("x"), "Cleo"'


def test_a_long_log_is_exported_in_pieces(
    alice: User, cleo: User, look: Look, api: ApiFor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "CHUNK", 2)
    for _ in range(5):
        look(cleo, "goals")
    assert [row[1] for row in exported(api(alice))] == ["called", *["Cleo"] * 5]
