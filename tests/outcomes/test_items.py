from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.outcomes.actions import items
from recoveryapp.outcomes.models import ItemChoice, OwnItem
from recoveryapp.outcomes.seeds import MeasureSeed
from tests.conftest import ApiFor, CountQueries
from tests.outcomes.body import ITEMS, check_in_url, own_answer, own_item_url, write_check_in, write_own_item

FreshId = Callable[[], UUID]

CHOSEN = f"{ITEMS}chosen/"


def test_until_a_person_chooses_they_are_asked_the_default_items(
    api: ApiFor, alice: User, own_measure: MeasureSeed
) -> None:
    asked = api(alice).get(ITEMS).json()
    assert asked == {"chosen": [item.code for item in own_measure.items if item.is_default], "own": []}


def test_what_a_person_chose_is_what_they_are_asked_in_their_order(
    api: ApiFor, alice: User, bob: User
) -> None:
    chosen = ["social_safe", "existential_faith_culture"]
    answer = api(alice).put(CHOSEN, {"chosen": chosen}, format="json")
    assert (answer.status_code, answer.json()["chosen"]) == (200, chosen)
    assert api(alice).get(ITEMS).json()["chosen"] == chosen
    assert api(bob).get(ITEMS).json()["chosen"] != chosen


def test_choosing_none_is_a_choice(api: ApiFor, alice: User) -> None:
    assert api(alice).put(CHOSEN, {"chosen": []}, format="json").json()["chosen"] == []


def test_the_same_choice_twice_is_written_down_once(api: ApiFor, alice: User) -> None:
    for chosen in (["social_safe"], ["social_safe"], ["social_giving"]):
        api(alice).put(CHOSEN, {"chosen": chosen}, format="json")
    assert [event.noun for event in AuditEvent.objects.all()] == ["outcomes.itemchoice"] * 2
    assert ItemChoice.objects.get().codes == ["social_giving"]


@pytest.mark.parametrize(
    "body",
    [{}, {"chosen": None}, {"chosen": "social_safe"}, {"chosen": ["score"]}, {"chosen": [], "own": []}],
)
def test_a_choice_that_cannot_be_meant_is_refused(api: ApiFor, alice: User, body: dict[str, Any]) -> None:
    assert api(alice).put(CHOSEN, body, format="json").status_code == 400
    assert not ItemChoice.objects.exists()


def test_a_stranger_is_asked_to_sign_in(api: ApiFor, fresh_id: FreshId) -> None:
    assert api().get(ITEMS).status_code == 401
    assert api().put(CHOSEN, {"chosen": []}, format="json").status_code == 401
    assert api().put(own_item_url(fresh_id()), {}, format="json").status_code == 401


def test_an_own_item_is_asked_beside_the_others(api: ApiFor, alice: User, bob: User) -> None:
    own_item = write_own_item(api(alice))
    assert api(alice).get(ITEMS).json()["own"] == [
        {"id": own_item, "domain": "social", "text": "I rang my sister", "is_archived": False}
    ]
    assert api(bob).get(ITEMS).json()["own"] == []


def test_the_same_own_item_twice_changes_nothing(api: ApiFor, alice: User) -> None:
    url = own_item_url(write_own_item(api(alice)))
    body = {"domain": "social", "text": "I rang my sister"}
    assert api(alice).put(url, body, format="json").status_code == 200
    changed = api(alice).put(url, {**body, "text": "I rang my brother"}, format="json")
    assert (changed.status_code, changed.json()["text"]) == (200, "I rang my brother")
    assert [event.verb for event in AuditEvent.objects.order_by("id")] == ["create", "change"]


def test_an_item_put_away_keeps_its_words_for_the_answers_given(
    api: ApiFor, alice: User, now: datetime
) -> None:
    client = api(alice)
    own_item = write_own_item(client)
    check_in_id = write_check_in(client, now, items=[own_answer(own_item)])
    assert [client.delete(own_item_url(own_item)).status_code for _ in range(2)] == [204, 204]
    kept = client.get(ITEMS).json()["own"]
    assert [(row["text"], row["is_archived"]) for row in kept] == [("I rang my sister", True)]
    assert client.get(check_in_url(check_in_id)).json()["items"] == [own_answer(own_item)]


def test_an_item_put_away_can_be_asked_again(api: ApiFor, alice: User) -> None:
    client = api(alice)
    url = own_item_url(write_own_item(client))
    client.delete(url)
    again = client.put(url, {"domain": "social", "text": "I rang my sister"}, format="json")
    assert (again.status_code, again.json()["is_archived"]) == (200, False)


def test_another_person_neither_changes_nor_puts_it_away(
    api: ApiFor, alice: User, bob: User, fresh_id: FreshId
) -> None:
    url = own_item_url(write_own_item(api(alice)))
    refused = api(bob).put(url, {"domain": "social", "text": "Bob was here"}, format="json")
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert api(bob).delete(url).status_code == 204
    assert api(alice).get(ITEMS).json()["own"][0]["text"] == "I rang my sister"
    assert not OwnItem.objects.get().is_archived


@pytest.mark.parametrize(
    "change",
    [
        {"text": ""},
        {"text": "  "},
        {"text": "x" * 201},
        {"text": "a\x00b"},
        {"text": None},
        {"domain": "spiritual"},
        {"domain": None},
        {"score": 3},
    ],
)
def test_an_own_item_that_cannot_be_meant_is_refused(
    api: ApiFor, alice: User, fresh_id: FreshId, change: dict[str, Any]
) -> None:
    body = {"domain": "social", "text": "I rang my sister", **change}
    refused = api(alice).put(own_item_url(fresh_id()), body, format="json")
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")
    assert not OwnItem.objects.exists()


def test_there_is_an_end_to_own_items(
    api: ApiFor, alice: User, fresh_id: FreshId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(items, "MOST_OWN_ITEMS", 1)
    write_own_item(api(alice))
    refused = api(alice).put(
        own_item_url(fresh_id()), {"domain": "social", "text": "One more"}, format="json"
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "too_many_own_items")


def test_its_words_are_not_in_the_table(api: ApiFor, alice: User) -> None:
    write_own_item(api(alice), text="canary")
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM outcomes_ownitem")
        stored = bytes(cursor.fetchone()[0])
    assert stored
    assert b"canary" not in stored


@pytest.mark.parametrize("rows", [1, 3])
def test_all_are_read_in_as_many_statements_for_three_as_for_one(
    api: ApiFor, alice: User, count_queries: CountQueries, rows: int
) -> None:
    client = api(alice)
    for _ in range(rows):
        write_own_item(client)
    with count_queries(5):
        assert len(client.get(ITEMS).json()["own"]) == rows
    client.put(CHOSEN, {"chosen": ["social_safe"]}, format="json")
    with count_queries(3):
        client.get(ITEMS)
