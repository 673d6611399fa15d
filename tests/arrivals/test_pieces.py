"""Files that come in pieces: each once, none of another person's, and never more than there is room for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction

from recoveryapp.accounts.models import User
from recoveryapp.arrivals import actions, models
from recoveryapp.arrivals.actions import keep_piece, one_at_a_time, take_file
from recoveryapp.arrivals.errors import Incomplete
from recoveryapp.arrivals.models import KEPT, MOST_PIECES, PIECE_BYTES, Piece
from recoveryapp.export.erasing import erase_person
from recoveryapp.export.retention import forget_what_is_over
from tests.arrivals.sending import has_sent, numbers_here, put_piece
from tests.conftest import ApiFor, CountQueries

FreshId = Callable[[], UUID]
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def file_id(fresh_id: FreshId) -> UUID:
    return fresh_id()


def taken(person: User, file_id: UUID, *, pieces: int, size: int) -> bytes:
    into = BytesIO()
    with transaction.atomic():
        one_at_a_time(person)
        take_file(file_id, pieces=pieces, size=size, into=into, by=person)
    return into.getvalue()


def test_pieces_come_in_any_order_and_the_phone_asks_which_are_here(
    alice: User, api: ApiFor, file_id: UUID
) -> None:
    client = api(alice)
    assert numbers_here(client, file_id) == []
    for number in (3, 0, 2):
        assert put_piece(client, file_id, number, b"x").status_code == 204
    assert numbers_here(client, file_id) == [0, 2, 3]


def test_a_piece_sent_again_takes_the_place_of_itself(alice: User, api: ApiFor, file_id: UUID) -> None:
    put_piece(api(alice), file_id, 0, b"half")
    put_piece(api(alice), file_id, 0, b"all of it")
    assert Piece.objects.get().size == 9
    assert taken(alice, file_id, pieces=1, size=9) == b"all of it"


def test_a_piece_lies_under_the_key_of_who_sent_it(alice: User, api: ApiFor, file_id: UUID) -> None:
    put_piece(api(alice), file_id, 0, b"Swim in the lake")
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM arrivals_piece")
        assert b"Swim" not in bytes(cursor.fetchone()[0])


def test_another_persons_file_of_the_same_id_is_another_file(
    alice: User, bob: User, api: ApiFor, file_id: UUID
) -> None:
    put_piece(api(alice), file_id, 0, b"Hers")
    assert numbers_here(api(bob), file_id) == []
    put_piece(api(bob), file_id, 0, b"His")
    assert api(bob).delete(f"/api/v1/me/arriving/{file_id}/").status_code == 204
    assert taken(alice, file_id, pieces=1, size=4) == b"Hers"


def test_what_another_person_began_on_this_phone_does_not_go_on_under_my_sign_in(
    alice: User, bob: User, api: ApiFor, file_id: UUID
) -> None:
    headers = {"X-Owner": str(alice.pk)}
    assert put_piece(api(alice), file_id, 0, b"x" * PIECE_BYTES, headers=headers).status_code == 204
    answer = put_piece(api(bob), file_id, 1, b"x" * PIECE_BYTES, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "written_by_another")
    assert Piece.objects.filter(owner=bob).count() == 0


def test_a_stranger_is_sent_to_sign_in(api: ApiFor, db: None, file_id: UUID) -> None:
    assert put_piece(api(), file_id, 0, b"x").status_code == 401
    assert api().get(f"/api/v1/me/arriving/{file_id}/").status_code == 401


@pytest.mark.parametrize(
    ("number", "content", "type_", "status", "code"),
    [
        (MOST_PIECES - 1, b"x" * PIECE_BYTES, "application/octet-stream", 204, ""),
        (0, b"x" * (PIECE_BYTES + 1), "application/octet-stream", 413, "too_large"),
        (MOST_PIECES, b"x", "application/octet-stream", 413, "too_large"),
        (10**30, b"x", "application/octet-stream", 413, "too_large"),
        (0, b"", "application/octet-stream", 400, "invalid"),
        (0, b"", "application/json", 400, "invalid"),
        (0, b"{}", "application/json", 415, "unsupported_media_type"),
        (0, b"x=1", "application/x-www-form-urlencoded", 415, "unsupported_media_type"),
    ],
)
def test_a_piece_has_an_end_and_something_in_it_and_is_bytes(
    alice: User, api: ApiFor, file_id: UUID, number: int, content: bytes, type_: str, status: int, code: str
) -> None:
    answer = put_piece(api(alice), file_id, number, content, content_type=type_)
    assert answer.status_code == status
    assert (answer.json()["code"] if code else "") == code
    assert Piece.objects.count() == (status == 204)


def test_one_person_has_so_much_on_the_way_and_no_more(
    alice: User, bob: User, api: ApiFor, fresh_id: FreshId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(actions, "MOST_BYTES", 10)
    first, second = fresh_id(), fresh_id()
    assert put_piece(api(alice), first, 0, b"x" * 6).status_code == 204
    assert put_piece(api(alice), second, 0, b"x" * 4).status_code == 204
    answer = put_piece(api(alice), second, 1, b"x")
    assert (answer.status_code, answer.json()["code"]) == (413, "no_room")
    assert put_piece(api(alice), first, 0, b"y" * 6).status_code == 204, "it takes the place of itself"
    assert put_piece(api(bob), second, 1, b"x").status_code == 204
    api(alice).delete(f"/api/v1/me/arriving/{first}/")
    assert put_piece(api(alice), second, 1, b"x" * 6).status_code == 204


def test_there_is_room_for_one_file_of_the_largest_kind() -> None:
    assert models.MOST_BYTES == 64 * 1024 * 1024


def test_sending_a_piece_costs_four_statements(
    alice: User, api: ApiFor, file_id: UUID, count_queries: CountQueries
) -> None:
    """Who it is, the turn, what is here already, the piece."""
    client = api(alice)
    put_piece(client, file_id, 0, b"x")
    for number in (1, 1, 2):
        with count_queries(4):
            put_piece(client, file_id, number, b"x")


def test_asking_what_is_here_costs_the_same_with_three(
    alice: User, api: ApiFor, file_id: UUID, count_queries: CountQueries
) -> None:
    client = api(alice)
    for number in range(3):
        put_piece(client, file_id, number, b"x")
        with count_queries(2):
            numbers_here(client, file_id)


def test_taking_a_file_costs_the_same_with_three_pieces_and_with_nine(
    alice: User, file_id: UUID, count_queries: CountQueries, now: datetime
) -> None:
    for pieces in (3, 9):
        for number in range(pieces):
            keep_piece(file_id, number, b"x", now=now, by=alice)
        with count_queries(4):
            assert taken(alice, file_id, pieces=pieces, size=pieces) == b"x" * pieces
    assert not Piece.objects.exists()


@pytest.mark.parametrize("said", [{"pieces": 2}, {"pieces": 4}, {"size": 2}, {"size": 4}])
def test_what_does_not_add_up_is_not_taken(
    alice: User, file_id: UUID, now: datetime, said: dict[str, int]
) -> None:
    for number in range(3):
        keep_piece(file_id, number, b"x", now=now, by=alice)
    with pytest.raises(Incomplete):
        taken(alice, file_id, **{"pieces": 3, "size": 3} | said)
    assert taken(alice, file_id, pieces=3, size=3) == b"xxx"


def test_a_hole_in_the_middle_is_not_made_good_by_one_too_many(
    alice: User, file_id: UUID, now: datetime
) -> None:
    for number in (0, 2, 3):
        keep_piece(file_id, number, b"x", now=now, by=alice)
    with pytest.raises(Incomplete):
        taken(alice, file_id, pieces=3, size=3)


def test_what_goes_wrong_later_brings_the_pieces_back(alice: User, file_id: UUID, now: datetime) -> None:
    whole = has_sent(alice, file_id, b"xyz", now=now)
    with transaction.atomic():
        take_file(file_id, **whole, into=BytesIO(), by=alice)
        assert not Piece.objects.exists()
        transaction.set_rollback(True)
    assert taken(alice, file_id, **whole) == b"xyz"


@pytest.mark.parametrize(("after", "left"), [(KEPT - timedelta(seconds=1), 2), (KEPT, 1)])
def test_what_was_never_finished_goes_after_a_day(
    alice: User, file_id: UUID, after: timedelta, left: int
) -> None:
    """Twice at once is as good as once; a piece that was sent again begins its day anew."""
    for number in range(2):
        keep_piece(file_id, number, b"x", now=NOW, by=alice)
    keep_piece(file_id, 1, b"x", now=NOW + timedelta(hours=1), by=alice)
    for _ in range(2):
        forget_what_is_over(now=NOW + after)
    assert Piece.objects.count() == left


def test_pieces_go_with_the_person_and_nobody_elses(
    alice: User, bob: User, file_id: UUID, now: datetime
) -> None:
    for owner in (alice, bob):
        keep_piece(file_id, 0, b"x", now=now, by=owner)
    erase_person(alice.pk, now=now)
    assert [piece.owner_id for piece in Piece.objects.all()] == [bob.pk]


@pytest.mark.parametrize(
    "wrong", [{"number": MOST_PIECES}, {"number": -1}, {"size": 0}, {"size": PIECE_BYTES + 1}]
)
def test_the_database_knows_the_limits_too(alice: User, file_id: UUID, wrong: dict[str, int]) -> None:
    values: dict[str, Any] = {"number": 0, "size": 1, "content": b"x", "arrived_at": NOW}
    with pytest.raises(IntegrityError):
        Piece.objects.create(owner=alice, file_id=file_id, **values | wrong)
