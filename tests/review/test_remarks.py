"""What a practitioner writes about a person: seen by that person at once, and answered."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from rest_framework.test import APIClient

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.ids import new_id
from recoveryapp.consent.models import ConsentGrant
from recoveryapp.consent.scopes import Purpose, Scope
from recoveryapp.goals.models import Goal
from recoveryapp.review.models import Remark, RemarkAnswer
from tests.conftest import ApiFor, CountQueries
from tests.consent.conftest import Grant
from tests.review.body import people_url
from tests.review.canaries import Canaries
from tests.review.conftest import CLOSED, SIGNED_OUT, Standing

WORDS = "You seem to manage well on your own"
ANSWER = "I do not see it that way"

Body = dict[str, Any]


def write(client: APIClient, owner: User, remark_id: object = None, **values: Any) -> Any:
    purpose = values.pop("purpose", "review")
    url = people_url(owner.pk, f"remarks/{remark_id or new_id()}/", purpose=purpose)
    return client.put(url, {"about": "review", "words": WORDS, **values}, format="json")


def answer(client: APIClient, remark_id: object, answer_id: object = None, **values: Any) -> Any:
    url = f"/api/v1/remarks/{remark_id}/answers/{answer_id or new_id()}/"
    return client.put(url, {"words": ANSWER, **values}, format="json")


@pytest.fixture
def given(grant: Grant) -> ConsentGrant:
    return grant(*Scope)


@pytest.fixture
def remark(api: ApiFor, given: ConsentGrant, alice: User, cleo: User) -> Remark:
    assert write(api(cleo), alice).status_code == 201
    return Remark.objects.get()


def written(api: ApiFor, viewer: User, owner: User, **query: str) -> list[Body]:
    shown = api(viewer).get(people_url(owner.pk, "remarks/", **query))
    assert shown.status_code == 200, shown.content
    return list(shown.json()["results"])


def test_the_person_sees_it_at_once_and_who_wrote_it(
    api: ApiFor, alice: User, cleo: User, remark: Remark
) -> None:
    [shown] = api(alice).get("/api/v1/remarks/").json()["results"]
    assert (shown["words"], shown["called"], shown["role"], shown["purpose"]) == (
        WORDS,
        "Cleo",
        "clinician",
        "review",
    )
    assert shown["answers"] == []


def test_the_writer_sees_the_answer_and_both_versions_stay(
    api: ApiFor, alice: User, cleo: User, remark: Remark, now: datetime
) -> None:
    assert answer(api(alice), remark.pk, recorded_at=now.isoformat()).status_code == 201
    for shown in (written(api, cleo, alice)[0], api(alice).get("/api/v1/remarks/").json()["results"][0]):
        assert (shown["words"], [said["words"] for said in shown["answers"]]) == (WORDS, [ANSWER])


def test_neither_is_readable_in_the_database(api: ApiFor, alice: User, remark: Remark, now: datetime) -> None:
    answer(api(alice), remark.pk, recorded_at=now.isoformat())
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM review_remark UNION ALL SELECT words FROM review_remarkanswer")
        stored = [bytes(row[0]) for row in cursor.fetchall()]
    assert len(stored) == 2
    assert not [words for words in stored if WORDS.encode() in words or ANSWER.encode() in words]


@pytest.mark.parametrize("name", [*CLOSED, *SIGNED_OUT])
def test_nobody_else_writes(
    name: str, standing: Standing, alice: User, record: Canaries, fresh_id: Callable[[], UUID]
) -> None:
    client = standing(name, *Scope)
    tried = write(client, alice)
    assert tried.status_code == (401 if name in SIGNED_OUT else 404)
    if name not in SIGNED_OUT:
        assert (
            tried.content
            == client.put(
                people_url(fresh_id(), f"remarks/{new_id()}/"),
                {"about": "review", "words": WORDS},
                format="json",
            ).content
        )
    assert not Remark.objects.exists()


@pytest.mark.parametrize("how", ["revoked", "paused", "ended"])
def test_after_sharing_ends_the_writer_sees_nothing_and_the_person_still_does(
    how: str, api: ApiFor, alice: User, cleo: User, given: ConsentGrant, remark: Remark, now: datetime
) -> None:
    answer(api(alice), remark.pk, recorded_at=now.isoformat())
    if how == "paused":
        User.objects.filter(pk=alice.pk).update(everything_paused_at=now)
    else:
        changes = {"revoked": {"revoked_at": now}, "ended": {"expires_at": now}}[how]
        ConsentGrant.objects.filter(pk=given.pk).update(**changes)
    assert api(cleo).get(people_url(alice.pk, "remarks/")).status_code == 404
    assert write(api(cleo), alice, remark.pk).status_code == 404
    [shown] = api(alice).get("/api/v1/remarks/").json()["results"]
    assert (shown["words"], shown["answers"][0]["words"]) == (WORDS, ANSWER)


def test_only_its_writer_sees_it_beside_the_person(
    api: ApiFor, grant: Grant, alice: User, pat: User, pats_place: object, bob: User, remark: Remark
) -> None:
    grant(*Scope, membership=pats_place)
    assert written(api, pat, alice) == []
    assert api(bob).get("/api/v1/remarks/").json()["results"] == []


def test_what_is_written_in_a_review_is_not_shown_by_a_grant_for_support(
    api: ApiFor, grant: Grant, alice: User, cleo: User, remark: Remark
) -> None:
    grant(*Scope, purpose=Purpose.SUPPORT)
    assert written(api, cleo, alice, purpose="support") == []


@pytest.mark.parametrize("about", ["goal", "milestone", "helped", "in_the_way", "page"])
def test_it_may_be_about_what_its_writer_is_shown(
    about: str, api: ApiFor, given: ConsentGrant, alice: User, cleo: User, record: Canaries
) -> None:
    shown = api(cleo).get(people_url(alice.pk, "review/")).json()
    rows = {"goal": "goals", "milestone": "milestones", "page": "pages"}.get(about, about)
    row_id = shown[rows][0]["id"]
    assert write(api(cleo), alice, about=about, about_id=row_id).status_code == 201
    [told] = api(alice).get("/api/v1/remarks/").json()["results"]
    assert (told["about"], told["about_id"]) == (about, row_id)


def test_about_what_is_not_shared_it_cannot_be(
    api: ApiFor, grant: Grant, alice: User, cleo: User, record: Canaries, fresh_id: Callable[[], UUID]
) -> None:
    grant(Scope.MILESTONES)
    hidden = write(api(cleo), alice, about="goal", about_id=str(record.goal.pk))
    unknown = write(api(cleo), alice, about="goal", about_id=str(fresh_id()))
    assert (hidden.status_code, hidden.content) == (404, unknown.content)


def test_the_same_twice_is_one_and_another_text_is_refused(
    api: ApiFor, given: ConsentGrant, alice: User, cleo: User
) -> None:
    remark_id = new_id()
    answers = [write(api(cleo), alice, remark_id) for _ in range(2)]
    changed = write(api(cleo), alice, remark_id, words="Something milder")
    assert [tried.status_code for tried in answers] == [201, 200]
    assert (changed.status_code, changed.json()["code"]) == (409, "id_taken")
    assert Remark.objects.get().words == WORDS


def test_an_answer_twice_is_one_and_is_never_edited(
    api: ApiFor, alice: User, remark: Remark, now: datetime
) -> None:
    answer_id, at = new_id(), now.isoformat()
    told = [answer(api(alice), remark.pk, answer_id, recorded_at=at).status_code for _ in range(2)]
    changed = answer(api(alice), remark.pk, answer_id, recorded_at=at, words="Never mind")
    assert (told, changed.json()["code"]) == ([201, 200], "id_taken")
    assert RemarkAnswer.objects.get().words == ANSWER


@pytest.mark.parametrize("who", ["bob", "cleo", "max_"])
def test_nobody_answers_or_erases_for_the_person(
    who: str, api: ApiFor, remark: Remark, now: datetime, request: pytest.FixtureRequest
) -> None:
    other = api(request.getfixturevalue(who))
    assert answer(other, remark.pk, recorded_at=now.isoformat()).status_code == 404
    assert other.delete(f"/api/v1/remarks/{remark.pk}/").status_code == 204
    remark.refresh_from_db()
    assert (remark.words, remark.erased_at) == (WORDS, None)


def test_the_person_may_erase_it_and_not_in_silence(
    api: ApiFor, alice: User, cleo: User, remark: Remark, now: datetime
) -> None:
    """The words are gone for good; that there were some, and when they went, both can see."""
    answer(api(alice), remark.pk, recorded_at=now.isoformat())
    assert api(alice).delete(f"/api/v1/remarks/{remark.pk}/").status_code == 204
    for [shown] in (written(api, cleo, alice), api(alice).get("/api/v1/remarks/").json()["results"]):
        assert (shown["words"], shown["answers"], bool(shown["erased_at"])) == ("", [], True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT length(words) FROM review_remark")
        assert cursor.fetchall() == [(0,)]
    refused = answer(api(alice), remark.pk, recorded_at=now.isoformat())
    assert (refused.status_code, refused.json()["code"]) == (409, "remark_erased")


def test_an_answer_can_be_deleted(api: ApiFor, alice: User, remark: Remark, now: datetime) -> None:
    answer_id = new_id()
    answer(api(alice), remark.pk, answer_id, recorded_at=now.isoformat())
    for _ in range(2):
        url = f"/api/v1/remarks/{remark.pk}/answers/{answer_id}/"
        assert api(alice).delete(url).status_code == 204
    assert not RemarkAnswer.objects.exists()


def test_each_deed_leaves_its_line(
    api: ApiFor, alice: User, cleo: User, remark: Remark, now: datetime
) -> None:
    answer(api(alice), remark.pk, recorded_at=now.isoformat())
    written(api, cleo, alice)
    api(alice).delete(f"/api/v1/remarks/{remark.pk}/")
    lines = AuditEvent.objects.filter(owner_id=alice.pk).order_by("number")
    assert list(lines.values_list("actor_id", "verb", "noun")) == [
        (cleo.pk, "create", "review.remark"),
        (alice.pk, "create", "review.remarkanswer"),
        (cleo.pk, "read", "review.remark"),
        (alice.pk, "delete", "review.remark"),
    ]


@pytest.mark.parametrize(
    "wrong",
    [
        {"words": ""},
        {"words": "a" * 2001},
        {"about": "mood"},
        {"about": "goal"},
        {"about_id": str(new_id())},
        {"is_private": True},
    ],
    ids=",".join,
)
def test_what_cannot_be_meant_is_refused(
    wrong: Body, api: ApiFor, given: ConsentGrant, alice: User, cleo: User
) -> None:
    assert write(api(cleo), alice, **wrong).status_code == 400
    assert not Remark.objects.exists()


def test_it_stays_where_what_it_is_about_is_deleted(
    api: ApiFor, given: ConsentGrant, alice: User, cleo: User, record: Canaries
) -> None:
    write(api(cleo), alice, about="goal", about_id=str(record.goal.pk))
    Goal.objects.filter(pk=record.goal.pk).delete()
    assert written(api, cleo, alice)[0]["words"] == WORDS


def test_it_stays_with_the_person_when_its_writers_account_is_gone(
    api: ApiFor, alice: User, cleo: User, remark: Remark
) -> None:
    User.objects.filter(pk=cleo.pk).delete()
    [shown] = api(alice).get("/api/v1/remarks/").json()["results"]
    assert (shown["words"], shown["called"], shown["role"]) == (WORDS, "", "clinician")


@pytest.mark.parametrize("number", [1, 3])
def test_the_number_of_remarks_makes_no_difference(
    number: int,
    api: ApiFor,
    given: ConsentGrant,
    alice: User,
    cleo: User,
    now: datetime,
    count_queries: CountQueries,
) -> None:
    for _ in range(number):
        write(api(cleo), alice)
        answer(api(alice), Remark.objects.order_by("-id")[0].pk, recorded_at=now.isoformat())
    own, others = api(alice), api(cleo)
    with count_queries(3):
        own.get("/api/v1/remarks/")
    with count_queries(5):
        others.get(people_url(alice.pk, "remarks/"))
