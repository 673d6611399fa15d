"""Stories: their writer's own, read by two, published with consent, taken back whenever the writer says."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.matching.entries import as_entry
from recoveryapp.resources.freshness import is_stale
from recoveryapp.resources.models import Resource, Story, StoryConsent
from recoveryapp.resources.queries import directory_version
from recoveryapp.teams.models import Team
from tests.conftest import ApiFor, CountQueries
from tests.teams.people import join

Row = dict[str, Any]
WORDS = "canary: I stayed in bed for a winter, and then a neighbour asked me to feed her hens."
WAITING = "/api/v1/waiting-stories/"
ASK = {"agrees": True, "wording": 1}


@pytest.fixture
def pat(pat: User, quay: Team, now: datetime) -> User:
    join(pat, quay, now)
    return pat


@pytest.fixture
def body(now: datetime) -> Row:
    return {
        "version": 0,
        "recorded_at": now.isoformat(),
        "title": "The hens next door",
        "about": "How feeding somebody's hens got me up in the morning.",
        "words": WORDS,
        "content_note": "Speaks of a long time in bed.",
        "signed": "A.",
        "areas": ["existential.meaning"],
        "language": "English",
    }


@pytest.fixture
def write(alice: User, api: ApiFor, body: Row) -> Callable[..., str]:
    """`write()` is the address of a draft of Alice's."""

    def run(**changes: Any) -> str:
        url = f"/api/v1/stories/{uuid4()}/"
        answer = api(alice).put(url, {**body, **changes}, format="json")
        assert answer.status_code == 201, answer.content
        return url

    return run


@pytest.fixture
def given(alice: User, api: ApiFor, write: Callable[..., str]) -> str:
    """The address of a story that waits for its readers."""
    url = write()
    assert api(alice).post(f"{url}ask/", ASK, format="json").status_code == 200
    return url


def judge(api: ApiFor, by: User, verdict: str = "fine", words: str = "") -> Any:
    url = f"{WAITING}{Story.objects.get().pk}/readings/"
    return api(by).post(url, {"verdict": verdict, "words": words}, format="json")


def published(api: ApiFor, pat: User, max_: User) -> Resource:
    assert judge(api, pat).status_code == judge(api, max_).status_code == 204
    return Resource.objects.get(source="stories")


def test_a_draft_is_its_writer_s_alone(
    alice: User, bob: User, pat: User, max_: User, api: ApiFor, write: Callable[..., str]
) -> None:
    url = write()

    assert api(alice).get(url).json()["state"] == "draft"
    assert {api(other).get(url).status_code for other in (bob, pat, max_)} == {404}
    assert api(pat).get(WAITING).json()["results"] == []
    assert Resource.objects.count() == 0


def test_one_reader_is_not_enough_and_the_second_publishes_it(
    alice: User, bob: User, pat: User, max_: User, api: ApiFor, given: str
) -> None:
    version = directory_version()

    judge(api, pat)
    judge(api, pat)
    assert (api(alice).get(given).json()["state"], Resource.objects.count()) == ("asked", 0)
    judge(api, max_)

    mine = api(alice).get(given).json()
    assert mine["state"] == "published"
    assert directory_version() != version
    card = api(bob).get(f"/api/v1/resources/{mine['resource']}/").json()
    assert (card["name"], card["kind"], card["is_peer_run"]) == ("The hens next door", "recovery_story", True)
    assert card["content_note"] == "Speaks of a long time in bed."
    story = api(bob).get(f"/api/v1/resources/{mine['resource']}/story/").json()
    assert (story["words"], story["signed"]) == (WORDS, "A.")
    assert str(alice.pk) not in str(card) + str(story)


def test_its_words_are_never_readable_in_the_database_and_never_matched(
    pat: User, max_: User, api: ApiFor, given: str, now: datetime
) -> None:
    resource = published(api, pat, max_)

    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM resources_story")
        (stored,) = cursor.fetchone()
    assert b"canary" not in bytes(stored)
    entry = as_entry(resource, now.date())
    assert entry.areas == ("existential.meaning",)
    assert "canary" not in str(entry)


def test_a_published_story_does_not_go_out_of_date(
    pat: User, max_: User, api: ApiFor, given: str, now: datetime
) -> None:
    assert not is_stale(published(api, pat, max_), today=now.date() + timedelta(days=900))


def test_alice_takes_it_back_and_at_once_it_is_nowhere(
    alice: User, bob: User, pat: User, max_: User, api: ApiFor, given: str
) -> None:
    resource = published(api, pat, max_)
    version = directory_version()

    assert api(alice).post(f"{given}take-back/").json()["state"] == "draft"

    assert api(bob).get(f"/api/v1/resources/{resource.pk}/story/").status_code == 404
    card = api(bob).get(f"/api/v1/resources/{resource.pk}/").json()
    assert (card["status"], card["description"], card["content_note"]) == ("closed", "", "")
    assert "hens" not in str(card)
    assert directory_version() != version
    assert StoryConsent.objects.get().ended_at is not None


def test_given_again_it_is_read_by_two_again_and_keeps_its_place(
    alice: User, pat: User, max_: User, api: ApiFor, given: str
) -> None:
    resource = published(api, pat, max_)
    api(alice).post(f"{given}take-back/")

    api(alice).post(f"{given}ask/", ASK, format="json")
    assert api(alice).get(given).json()["state"] == "asked"

    assert published(api, pat, max_).pk == resource.pk
    assert StoryConsent.objects.count() == 2


def test_deleted_nothing_of_it_stays(
    alice: User, bob: User, pat: User, max_: User, api: ApiFor, given: str
) -> None:
    resource = published(api, pat, max_)

    assert api(alice).delete(given).status_code == 204

    assert (Story.objects.count(), StoryConsent.objects.count()) == (0, 0)
    assert "hens" not in str(api(bob).get(f"/api/v1/resources/{resource.pk}/").json())


def test_a_reader_who_asks_for_a_change_sends_it_back_with_why(
    alice: User, pat: User, max_: User, api: ApiFor, given: str
) -> None:
    judge(api, max_)
    assert judge(api, pat, "change", "Your neighbour's name is in it.").status_code == 204

    mine = api(alice).get(given).json()

    assert mine["state"] == "draft"
    assert [(said["verdict"], said["words"]) for said in mine["said"]] == [
        ("change", "Your neighbour's name is in it."),
        ("fine", ""),
    ]
    assert str(pat.pk) not in str(mine)
    assert judge(api, pat).status_code == 409


def test_a_change_without_why_is_not_taken(pat: User, api: ApiFor, given: str) -> None:
    assert judge(api, pat, "change").status_code == 400


def test_alice_is_told_who_read_it(alice: User, pat: User, api: ApiFor, given: str) -> None:
    story = Story.objects.get()

    assert api(pat).get(f"{WAITING}{story.pk}/").json()["words"] == WORDS

    read = AuditEvent.objects.get(verb="read")
    assert (read.owner_id, read.actor_id, read.noun) == (alice.pk, pat.pk, "resources.story")


def test_the_list_for_readers_holds_no_words(pat: User, api: ApiFor, given: str) -> None:
    judge(api, pat)

    (row,) = api(pat).get(WAITING).json()["results"]

    assert (row["title"], row["is_read"]) == ("The hens next door", True)
    assert "canary" not in str(row)


@pytest.mark.parametrize("who", ["alice", "bob", "cleo"])
def test_nobody_but_readers_finds_what_waits(
    who: str, request: pytest.FixtureRequest, api: ApiFor, given: str, bob: User, cleo: User
) -> None:
    client = api(request.getfixturevalue(who))

    assert client.get(WAITING).status_code == 404
    assert client.get(f"{WAITING}{Story.objects.get().pk}/").status_code == 404
    assert judge(api, request.getfixturevalue(who)).status_code == 404


def test_a_reader_does_not_read_their_own(pat: User, api: ApiFor, body: Row) -> None:
    url = f"/api/v1/stories/{uuid4()}/"
    api(pat).put(url, body, format="json")
    api(pat).post(f"{url}ask/", ASK, format="json")

    assert api(pat).get(WAITING).json()["results"] == []
    assert judge(api, pat).json()["code"] == "own_story"


def test_what_was_given_away_is_changed_only_after_it_was_taken_back(
    alice: User, api: ApiFor, given: str, body: Row
) -> None:
    changed = {**body, "version": 1, "words": "Other words."}
    refused = api(alice).put(given, changed, format="json")
    assert (refused.status_code, refused.json()["code"]) == (409, "story_given_away")
    assert Story.objects.get().words == WORDS

    api(alice).post(f"{given}take-back/")

    assert api(alice).put(given, changed, format="json").status_code == 200


@pytest.mark.parametrize(
    "agreed", [{}, {"agrees": False, "wording": 1}, {"agrees": True}, {"agrees": True, "wording": 2}]
)
def test_without_a_yes_it_goes_to_nobody(
    alice: User, api: ApiFor, write: Callable[..., str], agreed: Row
) -> None:
    answer = api(alice).post(f"{write()}ask/", agreed, format="json")

    assert answer.status_code == 400
    assert StoryConsent.objects.count() == 0


def test_a_story_without_words_waits_for_them(alice: User, api: ApiFor, write: Callable[..., str]) -> None:
    answer = api(alice).post(f"{write(words='')}ask/", ASK, format="json")

    assert (answer.status_code, answer.json()["code"]) == (409, "story_not_whole")


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_take_as_many_statements_for_many_stories(
    alice: User, pat: User, api: ApiFor, write: Callable[..., str], count_queries: CountQueries, rows: int
) -> None:
    for _ in range(rows):
        api(alice).post(f"{write()}ask/", ASK, format="json")
    writer, reader = api(alice), api(pat)

    with count_queries(3):
        assert len(writer.get("/api/v1/stories/").json()["results"]) == rows
    with count_queries(4):
        assert len(reader.get(WAITING).json()["results"]) == rows
