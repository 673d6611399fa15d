"""Every door of this app by who knocks: what is not for them is not there."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.teams.models import Invitation, Membership, Team
from tests.conftest import ApiFor
from tests.teams.people import API, ShowCode, hold_place, invite_body, join, nobodys_id

WHO = ("manager", "manager_elsewhere", "practitioner", "service_user", "deactivated", "anonymous")
MANAGER_ONLY = (200, 404, 404, 404, 401, 401)
DOORS: dict[str, tuple[int, ...]] = {
    "GET team/": (200, 200, 404, 404, 401, 401),
    "PUT team/teams/{team}/": MANAGER_ONLY,
    "POST team/invitations/": (201, 404, 404, 404, 401, 401),
    "DELETE team/invitations/{invitation}/": (204, 404, 404, 404, 401, 401),
    "POST team/invitations/{invitation}/resend/": MANAGER_ONLY,
    "POST team/members/{member}/verify/": MANAGER_ONLY,
    "POST team/members/{member}/end/": MANAGER_ONLY,
    "POST invitations/look/": (200, 200, 200, 200, 200, 200),
    "POST invitations/accept/": (409, 409, 409, 409, 401, 401),
    "GET my-team/": (200, 200, 200, 200, 401, 401),
    "POST connection-codes/": (404, 404, 201, 404, 401, 401),
    "GET connections/": (200, 200, 200, 200, 401, 401),
    "POST connections/look/": (404, 404, 404, 200, 401, 401),
    "POST connections/": (404, 404, 404, 200, 401, 401),
    "DELETE connections/{member}/": (204, 204, 204, 204, 401, 401),
}
OF_AN_ORGANISATION = [door for door in DOORS if "{" in door and "connections" not in door]
Knock = Callable[[str, str], Any]


@pytest.fixture
def knock(
    api: ApiFor,
    max_: User,
    mona: User,
    pats_place: Membership,
    alice: User,
    nora: User,
    cleo: User,
    quay: Team,
    show_code: ShowCode,
    now: datetime,
) -> Knock:
    """`knock("practitioner", "GET team/")`; a third word stands in for the ids of the address."""
    invitation, token = hold_place(quay, nora, now)
    clients = {
        "manager": api(max_),
        "manager_elsewhere": api(mona),
        "practitioner": api(pats_place.user),
        "service_user": api(alice),
        "deactivated": api(cleo),
        "anonymous": api(),
    }
    gone = join(cleo, quay, now)
    assert clients["manager"].post(f"{API}/team/members/{gone.pk}/end/").status_code == 200
    ids = {"team": quay.pk, "invitation": invitation.pk, "member": pats_place.pk}
    bodies: dict[str, dict[str, Any]] = {
        "team/teams/{team}/": {"name": "Pier"},
        "team/invitations/": invite_body(quay, email="other@example.org"),
        "invitations/look/": {"token": token},
        "invitations/accept/": {"token": token},
        "connection-codes/": {"membership": str(pats_place.pk)},
        "connections/look/": {"code": show_code()},
    }
    bodies["connections/"] = bodies["connections/look/"]

    def at(who: str, door: str, **others: str) -> Any:
        method, path = door.split()
        send = getattr(clients[who], method.lower())
        return send(f"{API}/{path.format(**{**ids, **others})}", bodies.get(path), format="json")

    return at


@pytest.mark.parametrize("who", WHO)
@pytest.mark.parametrize("door", DOORS)
def test_every_door_opens_to_whom_it_is_for(knock: Knock, door: str, who: str) -> None:
    assert knock(who, door).status_code == DOORS[door][WHO.index(who)]


@pytest.mark.parametrize("who", ["manager_elsewhere", "practitioner", "service_user"])
@pytest.mark.parametrize("door", OF_AN_ORGANISATION)
def test_what_is_not_for_them_answers_as_what_is_not_there(
    knock: Callable[..., Any], door: str, who: str
) -> None:
    before = _all_rows()
    hidden = knock(who, door)
    if door.startswith("PUT") and who == "manager_elsewhere":
        assert hidden.json()["code"] == "not_found"
    else:
        random = knock(who, door, team=nobodys_id(), invitation=nobodys_id(), member=nobodys_id())
        assert (hidden.status_code, hidden.content) == (random.status_code, random.content)
    assert _all_rows() == before


def _all_rows() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Team, Invitation, Membership)]
