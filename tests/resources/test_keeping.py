"""Managers keep the directory by hand; what they set stays when a publisher's file is read again."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from recoveryapp.resources.actions.terms import read_services_again
from recoveryapp.resources.models import Resource, Service, Term
from recoveryapp.resources.queries import directory_version
from tests.conftest import ApiFor, CountQueries
from tests.resources.conftest import Take

LIST = "/api/v1/directory/resources/"
Row = dict[str, Any]
Listing = Callable[..., Row]


@pytest.fixture
def fields() -> Row:
    """What a manager writes of a small club."""
    return {
        "name": "Tuesday table",
        "description": "Board games and soup.",
        "kind": "social_club",
        "areas": ["social.contact"],
        "mechanisms": ["increasing_choice"],
        "traits": ["group"],
        "delivery": ["in_person"],
        "cost": "free",
        "place": "Saltmere",
        "coverage": "local",
        "address": "1 High Street, Saltmere",
        "phone": "01632 960101",
        "url": "https://table.example.org/",
        "organisation": "Harbour",
    }


@pytest.fixture
def add(max_: User, api: ApiFor, fields: Row) -> Callable[..., Row]:
    def run(**changes: Any) -> Row:
        body = {"key": str(uuid4()), **fields, **changes}
        answer = api(max_).post(LIST, body, format="json")
        assert answer.status_code == 201, answer.content
        found: Row = answer.json()
        return found

    return run


def as_body(found: Row, fields: Row, **changes: Any) -> Row:
    said = {name: found[name] for name in (*fields, "audience", "languages", "when_text")}
    return {**said, "seen_at": found["updated_at"], **changes}


def names(api: ApiFor, max_: User, query: str = "") -> list[str]:
    return [row["name"] for row in api(max_).get(f"{LIST}{query}").json()["results"]]


def test_what_max_adds_is_there_for_everybody(
    alice: User, api: ApiFor, add: Callable[..., Row], fields: Row
) -> None:
    version = directory_version()

    found = add()

    assert {name: found[name] for name in fields} == fields
    assert (found["status"], found["source"], found["is_peer_run"]) == ("active", "by hand", False)
    assert api(alice).get(f"/api/v1/resources/{found['id']}/").json()["name"] == "Tuesday table"
    assert directory_version() != version
    assert AuditEvent.objects.filter(noun="resources.resource", verb="create").count() == 1


def test_sent_twice_it_is_added_once(add: Callable[..., Row]) -> None:
    key = str(uuid4())

    assert add(key=key)["id"] == add(key=key)["id"]
    assert Resource.objects.count() == 1


def test_what_max_changes_stays_when_the_file_is_read_again(
    max_: User, api: ApiFor, take: Take, listing: Listing, walk: Row, fields: Row
) -> None:
    take(listing(walk))
    resource = Resource.objects.get()
    before = api(max_).get(f"{LIST}{resource.pk}/").json()

    changed = api(max_).put(
        f"{LIST}{resource.pk}/", as_body(before, fields, phone="01632 960999"), format="json"
    )

    assert changed.status_code == 200, changed.content
    assert (changed.json()["phone"], changed.json()["by_hand"]) == ("01632 960999", ["phone"])
    take(listing({**walk, "name": "Slower walk", "phones": [{"id": "p", "number": "01632 960000"}]}))
    resource.refresh_from_db()
    assert (resource.name, resource.phone) == ("Slower walk", "01632 960999")


def test_a_change_over_somebody_elses_is_refused(
    max_: User, api: ApiFor, add: Callable[..., Row], fields: Row
) -> None:
    found = add()
    url = f"{LIST}{found['id']}/"
    assert api(max_).put(url, as_body(found, fields, name="First"), format="json").status_code == 200

    second = api(max_).put(url, as_body(found, fields, name="Second"), format="json")

    assert (second.status_code, second.json()["code"]) == (409, "changed_meanwhile")
    assert Resource.objects.get().name == "First"


def test_retired_it_is_offered_to_nobody_until_it_is_published_again(
    max_: User, api: ApiFor, take: Take, listing: Listing, walk: Row
) -> None:
    take(listing(walk))
    url = f"{LIST}{Resource.objects.get().pk}/"

    assert api(max_).post(f"{url}retire/").json()["status"] == "inactive"
    take(listing({**walk, "name": "Slower walk"}))
    assert Resource.objects.get().status == "inactive"
    assert api(max_).post(f"{url}publish/").json()["status"] == "active"


def test_what_its_publisher_closed_cannot_be_published_here(
    max_: User, api: ApiFor, take: Take, listing: Listing, walk: Row
) -> None:
    take(listing({**walk, "status": "defunct"}))

    answer = api(max_).post(f"{LIST}{Resource.objects.get().pk}/publish/")

    assert (answer.status_code, answer.json()["code"]) == (409, "closed_by_publisher")


def test_a_check_by_max_makes_it_fresh(
    max_: User, api: ApiFor, take: Take, listing: Listing, walk: Row
) -> None:
    take(listing({**walk, "assured_date": "2020-01-01"}))
    url = f"{LIST}{Resource.objects.get().pk}/"
    assert api(max_).get(url).json()["is_stale"]
    assert names(api, max_, "?needs=check") == ["Slow walk"]

    confirmed = api(max_).post(f"{url}confirm/").json()

    assert not confirmed["is_stale"]
    assert names(api, max_, "?needs=check") == []


def test_two_that_are_the_same_become_one(
    alice: User, max_: User, api: ApiFor, add: Callable[..., Row], take: Take, listing: Listing, walk: Row
) -> None:
    kept, double = add(), add(name="The Tuesday table")
    pairs = api(max_).get("/api/v1/directory/duplicates/").json()
    assert [{pair["first"]["id"], pair["second"]["id"]} for pair in pairs] == [{kept["id"], double["id"]}]
    assert pairs[0]["same"] == ["address", "phone", "url"]

    answer = api(max_).post(f"{LIST}{double['id']}/merge/", {"into": kept["id"]}, format="json")

    assert answer.json()["id"] == kept["id"]
    seen = api(alice).get(f"/api/v1/resources/{double['id']}/").json()
    assert (seen["status"], seen["merged_into"]) == ("closed", kept["id"])
    assert api(max_).get("/api/v1/directory/duplicates/").json() == []
    again = api(max_).post(f"{LIST}{kept['id']}/merge/", {"into": double["id"]}, format="json")
    assert (again.status_code, again.json()["code"]) == (409, "same_resource")
    published = api(max_).post(f"{LIST}{double['id']}/publish/").json()
    assert (published["status"], published["merged_into"]) == ("active", None)


def test_two_that_only_look_the_same_are_not_asked_about_again(
    max_: User, api: ApiFor, add: Callable[..., Row]
) -> None:
    first, second = add()["id"], add(name="The Tuesday table")["id"]
    url = "/api/v1/directory/duplicates/"

    assert api(max_).post(url, {"first": second, "second": first}, format="json").status_code == 204
    assert api(max_).post(url, {"first": first, "second": second}, format="json").status_code == 204

    assert api(max_).get(url).json() == []
    assert api(max_).post(url, {"first": first, "second": first}, format="json").status_code == 409
    assert api(max_).post(url, {"first": first, "second": str(uuid4())}, format="json").status_code == 404


def test_the_list_is_searched_and_narrowed(max_: User, api: ApiFor, add: Callable[..., Row]) -> None:
    add(name="Tuesday table")
    add(name="100% walking", kind="nature")

    assert names(api, max_) == ["100% walking", "Tuesday table"]
    assert names(api, max_, "?q=tuesDAY") == ["Tuesday table"]
    assert names(api, max_, "?q=%25") == ["100% walking"]
    assert len(names(api, max_, "?q=&kind=&status=&source=&needs=")) == 2
    assert names(api, max_, "?kind=nature") == ["100% walking"]
    assert names(api, max_, "?status=closed") == []
    assert names(api, max_, "?source=elsewhere") == []
    assert api(max_).get(f"{LIST}?colour=red").status_code == 400


@pytest.mark.parametrize(
    "change",
    [{"kind": "magic"}, {"url": "javascript:alert(1)"}, {"phone": "call me"}, {"areas": ["x"]}, {"name": ""},
     {"email": "nobody"}, {"languages": []}, {"min_age": -1}, {"stars": 5}],
)  # fmt: skip
def test_what_makes_no_sense_is_not_added(max_: User, api: ApiFor, fields: Row, change: Row) -> None:
    answer = api(max_).post(LIST, {"key": str(uuid4()), **fields, **change}, format="json")

    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    assert Resource.objects.count() == 0


def unknown(walk: Row, name: str = "Sea swimming") -> Row:
    term = {"id": "t", "taxonomy": "Council list", "code": name.lower(), "name": name}
    return {**walk, "attributes": [{"id": "x", "taxonomy_term": term}]}


def test_a_word_that_max_places_gives_its_services_a_kind(
    max_: User, api: ApiFor, take: Take, listing: Listing, walk: Row
) -> None:
    take(listing(unknown(walk)))
    (waiting,) = api(max_).get("/api/v1/directory/services/").json()["results"]
    assert (waiting["name"], waiting["terms"]) == ("Slow walk", ["Sea swimming"])
    whole = api(max_).get(f"/api/v1/directory/services/{waiting['id']}/").json()
    assert whole["raw"]["eligibility_description"] == "Adults"
    (term,) = api(max_).get("/api/v1/directory/terms/").json()["results"]
    assert (term["name"], term["services"]) == ("Sea swimming", 1)

    body = {"kind": "nature", "areas": ["functional.body"], "mechanisms": ["increasing_choice"]}
    placed = api(max_).put(f"/api/v1/directory/terms/{term['id']}/", body, format="json")
    assert placed.status_code == 200, placed.content
    read_services_again(Term.objects.get().pk)

    resource = Resource.objects.get()
    assert (resource.kind, resource.areas) == ("nature", ["functional.body"])
    assert api(max_).get("/api/v1/directory/services/").json()["results"] == []
    assert api(max_).get("/api/v1/directory/terms/").json()["results"] == []
    assert len(api(max_).get("/api/v1/directory/terms/?is_placed=true").json()["results"]) == 1
    assert take(listing(unknown(walk))).unchanged == 1


def test_one_service_is_placed_by_itself(
    max_: User, api: ApiFor, take: Take, listing: Listing, walk: Row, fields: Row
) -> None:
    take(listing(unknown(walk)))
    service = Service.objects.get()

    answer = api(max_).put(f"{LIST}{service.pk}/", {**fields, "seen_at": None}, format="json")

    assert answer.status_code == 200, answer.content
    assert (answer.json()["kind"], answer.json()["name"]) == ("social_club", "Tuesday table")
    take(listing({**unknown(walk), "description": "Slower."}))
    assert Resource.objects.get().kind == "social_club"


def test_max_sees_how_much_waits(
    alice: User, max_: User, api: ApiFor, take: Take, listing: Listing, walk: Row, now: datetime
) -> None:
    old = (now - timedelta(days=400)).date().isoformat()
    take(listing({**walk, "assured_date": old}, {**unknown(walk), "id": "s2"}))
    resource = Resource.objects.get()
    Resource.objects.update(link_broken_on=now.date())
    api(alice).post(f"/api/v1/resources/{resource.pk}/reports/", {"reason": "closed"}, format="json")

    found = api(max_).get("/api/v1/directory/").json()

    assert found == {"services": 1, "terms": 1, "reports": 1, "check": 1, "link": 1, "crisis": 0, "open": 1}
    assert names(api, max_, "?needs=answer") == names(api, max_, "?needs=link") == ["Slow walk"]


@pytest.mark.parametrize("who", ["alice", "pat", "cleo"])
def test_nobody_but_managers_finds_these_doors(
    who: str, request: pytest.FixtureRequest, api: ApiFor, max_: User, add: Callable[..., Row]
) -> None:
    row = f"{LIST}{add()['id']}/"
    client = api(request.getfixturevalue(who))

    paths = ["", "duplicates/", "services/", "terms/", "uploads/", "imports/", "sources/", "export/"]
    paths.append("broken-contacts/")
    assert {client.get(f"/api/v1/directory/{path}").status_code for path in paths} == {404}
    assert client.get(row).status_code == 404
    assert client.post(f"{row}retire/").status_code == 404


@pytest.mark.parametrize("rows", [1, 3])
def test_lists_take_as_many_statements_for_many_rows(
    max_: User, api: ApiFor, take: Take, listing: Listing, walk: Row, count_queries: CountQueries, rows: int
) -> None:
    take(
        listing(
            *({**walk, "id": f"s{n}"} for n in range(rows)),
            *({**unknown(walk, f"Word {n}"), "id": f"u{n}"} for n in range(rows)),
        )
    )
    client = api(max_)

    for path, statements in [("resources/", 3), ("services/", 4), ("terms/", 3), ("imports/", 3)]:
        with count_queries(statements):
            assert client.get(f"/api/v1/directory/{path}").status_code == 200
