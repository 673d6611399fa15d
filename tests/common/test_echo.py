from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from recoveryapp.accounts.models import User
from recoveryapp.common.echo import content_hash
from recoveryapp.journal.models import Entry
from tests.conftest import ApiFor
from tests.journal.body import entry_body, entry_url, write_entry

FreshId = Callable[[], UUID]


def test_a_write_of_an_outbox_is_answered_with_its_address_and_the_hash_of_its_content(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    url, body = entry_url(fresh_id()), entry_body(now, words="Crème, 🌱 and\nall")
    answer = api(alice).put(url, body, format="json", headers={"X-Owner": str(alice.pk)})
    assert answer.headers["X-Echo"] == f"{url} {content_hash(body)}"


def test_the_hash_is_of_canonical_json() -> None:
    assert content_hash({"b": [1, None, True], "a": "é\n\u2028\x7f"}) == content_hash(
        {"a": "é\n\u2028\x7f", "b": [1, None, True]}
    )
    # The phone's own test holds the same figure.
    assert content_hash({"words": 'Crème "🌱"\n', "version": 0, "tags": [], "goal": None}) == (
        "d99225d407966beb6db18f7fd7bb85c80ecfaf29dd6c4362e0793d1e9ac284bb"
    )


def test_taking_something_away_is_echoed_too(api: ApiFor, alice: User, now: datetime) -> None:
    url = entry_url(write_entry(api(alice), now))
    answer = api(alice).delete(url, headers={"X-Owner": str(alice.pk)})
    assert answer.headers["X-Echo"] == f"{url} {content_hash(None)}"


def test_what_was_not_stored_has_no_echo(api: ApiFor, alice: User, now: datetime, fresh_id: FreshId) -> None:
    body = entry_body(now, words="")
    answer = api(alice).put(entry_url(fresh_id()), body, format="json", headers={"X-Owner": str(alice.pk)})
    assert answer.status_code == 400
    assert "X-Echo" not in answer.headers


def test_what_another_person_wrote_on_this_phone_is_not_taken(
    api: ApiFor, alice: User, bob: User, now: datetime, fresh_id: FreshId
) -> None:
    headers = {"X-Owner": str(alice.pk)}
    answer = api(bob).put(entry_url(fresh_id()), entry_body(now), format="json", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "written_by_another")
    assert not Entry.objects.exists()


def test_what_another_person_is_shown_is_not_given_to_a_screen_of_theirs(
    api: ApiFor, alice: User, bob: User, now: datetime
) -> None:
    url = entry_url(write_entry(api(bob), now))
    refused = api(bob).get(url, headers={"X-Owner": str(alice.pk)})
    assert (refused.status_code, refused.json()["code"]) == (403, "written_by_another")
    assert api(bob).get(url, headers={"X-Owner": str(bob.pk)}).status_code == 200


def test_signed_out_it_is_401_and_nothing_is_told(
    api: ApiFor, alice: User, now: datetime, fresh_id: FreshId
) -> None:
    headers = {"X-Owner": str(alice.pk)}
    answer = api().put(entry_url(fresh_id()), entry_body(now), format="json", headers=headers)
    assert answer.status_code == 401
    assert "X-Echo" not in answer.headers
