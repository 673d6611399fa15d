"""The doors: asking, fetching, taking away, bringing, closing."""

import io
import zipfile
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.ids import new_id
from recoveryapp.export.archive.making import archive_of
from recoveryapp.export.models import Export, Import
from recoveryapp.export.unpacking import MOST_BYTES
from recoveryapp.export.working import work
from recoveryapp.goals.models import Goal
from tests.arrivals.sending import BROUGHT, give_file, numbers_here, put_piece
from tests.conftest import ApiFor, CountQueries
from tests.export.conftest import Recent
from tests.export.signing_in import just_now

URL = "/api/v1/me/exports/"
CLOSING = "/api/v1/me/closing/"


@pytest.fixture
def made(alice: User, recent: Recent, now: datetime) -> str:
    Goal.objects.create(owner=alice, words="=Swim", recorded_at=now)
    made_id = recent(alice).post(URL).json()["id"]
    assert work(clock=lambda: now) == 1
    return f"{URL}{made_id}/"


def test_a_person_asks_and_fetches_everything(alice: User, recent: Recent, made: str) -> None:
    client = recent(alice)
    assert [one["state"] for one in client.get(URL).json()] == ["ready"]
    answer = client.get(f"{made}file/")
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert {"read-me.html", "record.json", "fhir-r4b.json", "tables/goal.csv"} <= set(archive.namelist())
        assert "'=Swim" in archive.read("tables/goal.csv").decode("utf-8-sig")
    assert Export.objects.get().fetched_at is not None


def test_each_step_is_written_down(alice: User, recent: Recent, made: str) -> None:
    recent(alice).get(f"{made}file/")
    lines = AuditEvent.objects.filter(owner_id=alice.pk, noun="export.export").order_by("number")
    assert [(line.verb, line.actor_id) for line in lines] == [
        ("create", alice.pk),
        ("export", None),
        ("export", alice.pk),
    ]


def test_nobody_else_can_fetch_it(bob: User, recent: Recent, api: ApiFor, made: str) -> None:
    assert recent(bob).get(f"{made}file/").status_code == 404
    assert recent(bob).get(URL).json() == []
    assert recent(bob).delete(made).status_code == 204
    assert Export.objects.count() == 1
    assert api().get(f"{made}file/").status_code == 401


@pytest.mark.parametrize(("seconds", "status"), [(290, 200), (310, 403)])
def test_a_session_alone_is_not_enough(
    alice: User, api: ApiFor, made: str, seconds: int, status: int
) -> None:
    client = just_now(api(alice), seconds_ago=seconds)
    assert client.get(f"{made}file/").status_code == status


def test_who_has_not_signed_in_lately_is_asked_to(alice: User, api: ApiFor) -> None:
    for method, url in (("post", URL), ("put", CLOSING)):
        client = just_now(api(alice), seconds_ago=310)
        answer = getattr(client, method)(url, {}, format="json")
        assert (answer.status_code, answer.json()["code"]) == (403, "confirm_needed")


@pytest.mark.parametrize(("hours", "status"), [(23, 409), (24, 201)])
def test_for_a_day_after_a_new_password_nothing_is_taken_out(
    alice: User, recent: Recent, hours: int, status: int
) -> None:
    alice.password_reset_at = timezone.now() - timedelta(hours=hours)
    alice.save()
    assert recent(alice).post(URL).status_code == status


def test_what_was_made_before_waits_for_that_day_too(alice: User, recent: Recent, made: str) -> None:
    alice.password_reset_at = timezone.now()
    alice.save()
    answer = recent(alice).get(f"{made}file/")
    assert (answer.status_code, answer.json()["code"]) == (409, "held_after_reset")


def test_asked_twice_it_is_made_once(alice: User, recent: Recent) -> None:
    ids = {recent(alice).post(URL).json()["id"] for _ in range(2)}
    assert len(ids) == 1


def test_a_new_one_takes_the_place_of_the_last(alice: User, recent: Recent, made: str) -> None:
    new = recent(alice).post(URL).json()
    assert f"{URL}{new['id']}/" != made
    assert recent(alice).get(f"{made}file/").status_code == 404


def test_one_that_is_not_ready_says_so(alice: User, recent: Recent) -> None:
    waiting = recent(alice).post(URL).json()["id"]
    answer = recent(alice).get(f"{URL}{waiting}/file/")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_ready")


def test_it_can_be_taken_away(alice: User, recent: Recent, made: str) -> None:
    assert recent(alice).delete(made).status_code == 204
    assert recent(alice).delete(made).status_code == 204
    assert not Export.objects.exists()


def test_the_list_costs_the_same_with_one(
    alice: User, recent: Recent, made: str, count_queries: CountQueries
) -> None:
    client = recent(alice)
    with count_queries(2):
        client.get(URL)


def bring(client: Any, content: bytes, at: Any = None) -> Any:
    return give_file(client, BROUGHT, at or new_id(), content)


def test_an_archive_is_brought(alice: User, bob: User, recent: Recent, now: datetime) -> None:
    Goal.objects.create(owner=alice, words="Swim", recorded_at=now)
    brought_id = new_id()
    answer = bring(recent(bob), archive_of(alice, now=now), brought_id)
    assert (answer.status_code, answer.json()["state"]) == (201, "waiting")
    assert work(clock=lambda: now) == 1
    told = recent(bob).get(f"/api/v1/me/brought/{brought_id}/").json()
    assert (told["state"], told["taken"], told["left_out"]) == ("ready", 1, 0)
    assert Goal.objects.get(owner=bob).words == "Swim"
    assert recent(alice).get(f"/api/v1/me/brought/{brought_id}/").status_code == 404
    assert bring(recent(alice), b"x", brought_id).json()["code"] == "id_taken"


def test_the_same_file_twice_is_one(alice: User, recent: Recent) -> None:
    """Also where its pieces are gone, or were sent anew: they do not stay behind."""
    client, brought_id = recent(alice), new_id()
    assert bring(client, b"x", brought_id).status_code == 201
    again = client.put(BROUGHT.format(brought_id), {"pieces": 1, "size": 1}, format="json")
    assert (again.status_code, again.json()["id"]) == (201, str(brought_id))
    assert bring(client, b"x", brought_id).status_code == 201
    assert numbers_here(client, brought_id) == []
    assert Import.objects.count() == 1


def test_an_archive_of_several_pieces_is_whole_again(alice: User, recent: Recent) -> None:
    content, brought_id = bytes(range(256)) * 9, new_id()
    for number in (2, 0, 1):
        put_piece(recent(alice), brought_id, number, content[number * 1000 : (number + 1) * 1000])
    body = {"pieces": 3, "size": len(content)}
    assert recent(alice).put(BROUGHT.format(brought_id), body, format="json").status_code == 201
    assert Import.objects.get().content == content


def test_half_a_file_is_not_taken_and_goes_on_where_it_was(alice: User, recent: Recent) -> None:
    client, brought_id = recent(alice), new_id()
    put_piece(client, brought_id, 1, b"y")
    whole = {"pieces": 2, "size": 2}
    answer = client.put(BROUGHT.format(brought_id), whole, format="json")
    assert (answer.status_code, answer.json()["code"]) == (409, "incomplete")
    assert numbers_here(client, brought_id) == [1]
    put_piece(client, brought_id, 0, b"x")
    assert client.put(BROUGHT.format(brought_id), whole, format="json").status_code == 201


def test_what_another_person_sent_under_the_same_id_is_another_file(
    alice: User, bob: User, recent: Recent
) -> None:
    brought_id = new_id()
    put_piece(recent(bob), brought_id, 0, b"Bob's")
    body = {"pieces": 1, "size": 5}
    assert recent(alice).put(BROUGHT.format(brought_id), body, format="json").status_code == 409
    put_piece(recent(alice), brought_id, 0, b"Hers.")
    assert recent(alice).put(BROUGHT.format(brought_id), body, format="json").status_code == 201
    assert Import.objects.get().content == b"Hers."
    assert numbers_here(recent(bob), brought_id) == [0]


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"pieces": 64, "size": MOST_BYTES}, 409),
        ({"pieces": 65, "size": MOST_BYTES + 1}, 413),
        ({"pieces": 129, "size": 5}, 400),
        ({"pieces": 0, "size": 0}, 400),
        ({"pieces": "1", "size": 5}, 400),
        ({"pieces": 1}, 400),
    ],
)
def test_too_large_a_file_is_refused_before_it_is_read(
    alice: User, recent: Recent, body: Any, status: int
) -> None:
    brought_id = new_id()
    put_piece(recent(alice), brought_id, 0, b"Hers.")
    answer = recent(alice).put(BROUGHT.format(brought_id), body, format="json")
    assert answer.status_code == status
    assert not Import.objects.exists()


def test_a_form_with_a_file_is_no_longer_taken(alice: User, recent: Recent) -> None:
    body = {"file": io.BytesIO(b"x")}
    assert recent(alice).put(BROUGHT.format(new_id()), body, format="multipart").status_code == 415


def test_closing_asks_waits_and_can_be_taken_back(alice: User, recent: Recent) -> None:
    client = recent(alice)
    nothing = {"asked_at": None, "due_at": None}
    assert client.get(CLOSING).json() == nothing
    body = {"email": "wrong@example.org", "is_at_once": False}
    assert client.put(CLOSING, body, format="json").json()["code"] == "other_email"
    told = client.put(CLOSING, {**body, "email": alice.email}, format="json").json()
    assert client.get(CLOSING).json() == told != nothing
    assert client.delete(CLOSING).json() == nothing
    assert client.get(CLOSING).json() == nothing


def test_closing_at_once_signs_out(alice: User, recent: Recent) -> None:
    client = recent(alice)
    answer = client.put(CLOSING, {"email": alice.email, "is_at_once": True}, format="json")
    assert answer.status_code == 204
    assert client.get("/api/v1/me/").status_code == 401
    assert not User.objects.filter(pk=alice.pk).exists()


def test_what_nobody_asked_for_is_refused(alice: User, recent: Recent) -> None:
    body = {"email": alice.email, "is_at_once": "yes", "more": 1}
    answer = recent(alice).put(CLOSING, body, format="json")
    assert answer.status_code == 400
    assert set(answer.json()["errors"]) == {"more"}


def test_another_file_takes_the_place_of_one_that_waits(alice: User, recent: Recent) -> None:
    first, second = new_id(), new_id()
    bring(recent(alice), b"x", first)
    assert bring(recent(alice), b"y", second).status_code == 201
    assert recent(alice).get(f"/api/v1/me/brought/{first}/").status_code == 404
