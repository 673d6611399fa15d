"""What a line of the table says, and the relations it says it of."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.permissions.relations import RELATIONS, World

Body = Callable[[World], dict[str, Any] | bytes]
"""JSON, or a piece of a file."""
Ids = dict[str, str]
ALL = frozenset(RELATIONS)
SIGNED_IN = ALL - {"anonymous", "deactivated"}
SUPPORTERS = frozenset(name for name in RELATIONS if name.startswith("supporter"))
SUPPORTER = frozenset({"supporter with a grant"})
STANDING_BY = SUPPORTER | {"supporter without one"}
SERVICE_USERS = frozenset({"owner", "other service user"}) | SUPPORTERS
OWNER = frozenset({"owner"})
MANAGER = frozenset({"manager"})
READERS = frozenset({"clinician in scope", "peer with a grant"})
READERS_OF_THE_PLAN = READERS | {"clinician out of scope"}
"""The latter was given nothing else, which is out of scope for every other door."""
HANDED = frozenset({"clinician in scope"})
"""Alice handed her sheet to them and nobody else."""
HANDED_SHEET = {"person_id": "person", "pk": "sheet"}
ON_CASELOAD = frozenset({"peer on the caseload"})
OFF_CASELOAD = frozenset({"peer formerly on the caseload"})
STORY_READERS = frozenset({"peer with a grant", "peer without one", "manager"}) | ON_CASELOAD | OFF_CASELOAD
MEMBERS = SIGNED_IN - SERVICE_USERS
PRACTISING = MEMBERS - MANAGER - {"peer who was taken off"}
PEERS = frozenset({"peer with a grant", "peer without one"}) | ON_CASELOAD | OFF_CASELOAD
"""Those of the team that Alice has asked."""
NOBODY: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Door:
    """`opens_to` get an answer, who is not signed in is asked to sign in, everybody else gets `otherwise`.

    `ids` says which of the world's ids stand in the address, by the name they have there.
    """

    route: str
    method: str
    opens_to: frozenset[str]
    ids: Ids = field(default_factory=dict)
    body: Body | None = None
    otherwise: int = 404
    otherwise_to_members: int = 404
    is_public: bool = False
    query: str = ""
    beside: dict[str, int] = field(default_factory=dict)
    """What stands in the address beside ids."""
    shows_to: frozenset[str] = frozenset()
    """Who, beside the owner, may find Alice's words behind it."""
    refused: frozenset[str] = frozenset()
    """Who may see the thing, but not do this with it (409)."""


def nothing(world: World) -> dict[str, Any]:
    return {}


def said(**values: Any) -> Body:
    return lambda world: values


def written(**values: Any) -> Body:
    """With the version that stands and a time."""
    return lambda world: {"version": 1, "recorded_at": world.now.isoformat(), **values}


def own(route: str, name: str, body: Body, methods: str = "get put delete", **ids: str) -> list[Door]:
    """A row of Alice's. Taking away what is not one's own is as good as taking away what is not there."""
    address: Ids = {"pk": name, **ids}
    doors = {
        "get": Door(route, "get", OWNER, address),
        "put": Door(route, "put", OWNER, address, body),
        "delete": Door(route, "delete", OWNER, address, otherwise=204, otherwise_to_members=204),
    }
    return [doors[method] for method in methods.split()]


def lists(*routes: str, **values: Any) -> list[Door]:
    """One's own, whoever one is."""
    return [Door(route, "get", SIGNED_IN, **values) for route in routes]


def kept(name: str, method: str, row: str = "", body: Body | None = None, **values: Any) -> Door:
    """A door of those who keep the directory. `row` says which of the world's ids stands in the address."""
    ids: Ids = {f"{row.rsplit(maxsplit=1)[-1]}_id": row} if row else {}
    return Door(f"directory{name}", method, MANAGER, ids, body, **values)


PAIR = frozenset({"owner", "peer on the caseload"})
"""Alice, and the peer worker who works with her now. Whoever did before is in no line."""


def of_pair(route: str, method: str, body: Body | None = None, **ids: str) -> Door:
    address = {"assignment_id": "assignment", **ids}
    return Door(route, method, PAIR, address, body, shows_to=PAIR)


def of_person(route: str, method: str, body: Body | None = None, **ids: str) -> Door:
    """What of the two only the person may do. Taking away what is not one's own is as good as done."""
    otherwise = 204 if method == "delete" else 404
    address = {"assignment_id": "assignment", **ids}
    return Door(route, method, OWNER, address, body, otherwise=otherwise, otherwise_to_members=otherwise)
