import pytest

from recoveryapp.accounts.models import User
from recoveryapp.audit.models import AuditEvent
from tests.conftest import ApiFor, CountQueries


def test_a_person_sees_their_own_preferences(api: ApiFor, alice: User, count_queries: CountQueries) -> None:
    client = api(alice)
    with count_queries(1):
        me = client.get("/api/v1/me/").json()
    assert me["called"] == "Alice"
    assert me["role"] == "service_user"
    assert me["is_first_run"] is True
    assert me["is_discreet"] is True


def test_preferences_are_changed_one_at_a_time_and_written_down(api: ApiFor, alice: User) -> None:
    answer = api(alice).patch("/api/v1/me/", {"called": "Ali", "theme": "dark"}, format="json")
    assert answer.status_code == 200
    alice.refresh_from_db()
    assert (alice.called, alice.theme, alice.language) == ("Ali", "dark", "en")
    event = AuditEvent.objects.get()
    assert (event.verb, event.owner_id, event.actor_id) == ("change", alice.pk, alice.pk)


def test_a_person_who_moves_says_so(api: ApiFor, alice: User) -> None:
    answer = api(alice).patch("/api/v1/me/", {"time_zone": "America/Bogota"}, format="json")
    assert (answer.status_code, answer.json()["time_zone"]) == (200, "America/Bogota")


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_language_can_be_changed(api: ApiFor, alice: User, language: str) -> None:
    answer = api(alice).patch("/api/v1/me/", {"language": language}, format="json")
    assert (answer.status_code, answer.json()["language"]) == (200, language)
    alice.refresh_from_db()
    assert alice.language == language


@pytest.mark.parametrize(
    "body",
    [
        {"time_zone": "Mars/Olympus"},
        {"theme": "neon"},
        {"called": "x" * 61},
        {"called": "a\x00b"},
        {"called": "a\x1bb"},
        {"called": 7},
        {"called": None},
        {"is_low_energy": "perhaps"},
        {"language": "xx"},
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_changes(
    api: ApiFor, alice: User, body: dict[str, object]
) -> None:
    answer = api(alice).patch("/api/v1/me/", {"text_size": "largest", **body}, format="json")
    assert (answer.status_code, answer.json()["code"]) == (400, "invalid")
    alice.refresh_from_db()
    assert alice.text_size == "normal"


@pytest.mark.parametrize("field", ["role", "email", "id", "is_active"])
def test_nobody_changes_their_own(api: ApiFor, alice: User, field: str) -> None:
    before = str(getattr(alice, field))
    api(alice).patch("/api/v1/me/", {field: "clinician"}, format="json")
    alice.refresh_from_db()
    assert str(getattr(alice, field)) == before


def test_the_first_run_is_asked_once(api: ApiFor, alice: User) -> None:
    client = api(alice)
    assert client.post("/api/v1/me/welcomed/").json()["is_first_run"] is False
    alice.refresh_from_db()
    first = alice.welcomed_at
    client.post("/api/v1/me/welcomed/")
    alice.refresh_from_db()
    assert alice.welcomed_at == first
