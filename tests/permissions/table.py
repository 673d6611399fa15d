"""Who gets what behind each address: one line a route and method. A route that is missing fails the tests."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.notifications.browser import browser_subscription
from tests.permissions.world import CANARY, EVERYTHING, RELATIONS, RESOURCE, World

Body = Callable[[World], dict[str, Any]]
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
    format: str = "json"
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


def grant_body(world: World) -> dict[str, Any]:
    membership = str(world.places["clinician in scope"].pk)
    return {"membership": membership, "purpose": "review", "scopes": list(EVERYTHING)}


def code_body(world: World) -> dict[str, Any]:
    return {"membership": str(world.ids["membership"])}


def invitation_body(world: World) -> dict[str, Any]:
    return {"email": "zoe@example.org", "role": "peer_worker", "team": str(world.ids["team"])}


def reminder_body(world: World) -> dict[str, Any]:
    at = world.now.isoformat()
    plan = {"weekdays": [1], "times": ["09:00"], "starts_on": world.now.date().isoformat()}
    return {"version": 1, "recorded_at": at, **plan, "channels": ["in_app"]}


def subscription_body(world: World) -> dict[str, Any]:
    return browser_subscription("https://fcm.googleapis.com/fcm/send/abc")


def a_week_on(world: World) -> dict[str, Any]:
    return {"until": (world.now + timedelta(days=7)).date().isoformat()}


def happened(world: World) -> dict[str, Any]:
    on = world.now.date().isoformat()
    return {"version": 1, "recorded_at": world.now.isoformat(), "happened_on": on, "text": "Moved"}


def shared_line(world: World) -> dict[str, Any]:
    at = world.now.isoformat()
    return {"version": 1, "recorded_at": at, "entry": str(world.ids["entry"]), "words": "One line"}


def remark(world: World) -> dict[str, Any]:
    return {"about": "goal", "about_id": str(world.ids["goal"]), "words": "Well done"}


def answer(world: World) -> dict[str, Any]:
    return {"recorded_at": world.now.isoformat(), "words": "I see it another way"}


def sharing_wish(world: World) -> dict[str, Any]:
    membership = str(world.places["clinician in scope"].pk)
    return {"version": 1, "recorded_at": world.now.isoformat(), "membership": membership}


def pressed(world: World) -> dict[str, Any]:
    return {"grant": str(world.ids["unused"])}


def thought_of(world: World) -> dict[str, Any]:
    return {"goal": str(world.ids["goal"]), "words": "Ask"}


def scale(world: World) -> dict[str, Any]:
    return {"version": 1, "recorded_at": world.now.isoformat(), "words": ["", "", "Swim", "", ""]}


def attained(world: World) -> dict[str, Any]:
    return {"recorded_at": world.written_at.isoformat(), "level": 1}


def rated(world: World) -> dict[str, Any]:
    """The rating as it stands: one is never edited."""
    return {"recorded_at": world.written_at.isoformat(), "value": 3, "note": CANARY}


def same_again(world: World) -> dict[str, Any]:
    return {**RESOURCE, "seen_at": world.seen_at.isoformat()}


def another(world: World) -> dict[str, Any]:
    return {"key": str(world.ids["own idea"]), **RESOURCE}


def merged(world: World) -> dict[str, Any]:
    return {"into": str(world.ids["twin"])}


def two(world: World) -> dict[str, Any]:
    return {"first": str(world.ids["kept resource"]), "second": str(world.ids["twin"])}


def given_file(world: World) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("directory.json", b"[]"), "source": "council", "licence": "OGL"}


def brought(world: World) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("everything.zip", b"{}")}


def closing(world: World) -> dict[str, Any]:
    return {"email": world.alice.email, "is_at_once": False}


def asked_for(world: World) -> dict[str, Any]:
    at = world.now.isoformat()
    return {"version": 1, "recorded_at": at, "team": str(world.ids["team"]), "words": "Come with me"}


def met(world: World) -> dict[str, Any]:
    return {"membership": str(world.places["clinician in scope"].pk)}


def offered_again(world: World) -> dict[str, Any]:
    return {"id": str(world.ids["hand-over"]), "to": str(world.places["peer without one"].pk)}


def there(world: World) -> dict[str, Any]:
    hours = {"weekdays": [1, 2], "begins": "09:00", "ends": "17:00"}
    return {"capacity": 9, **hours, "away_from": None, "away_until": None, "cover": None}


def profile(world: World) -> dict[str, Any]:
    at = world.now.isoformat()
    return {"words": "Bees", "interests": [], "languages": [], "is_shown": True, "recorded_at": at}


def question(world: World) -> dict[str, Any]:
    return {"team": str(world.ids["team"]), "words": "How?", "recorded_at": world.now.isoformat()}


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


def at_three(world: World) -> dict[str, Any]:
    return {"version": 1, "starts_at": (world.now + timedelta(days=3)).isoformat()}


def agenda_line(world: World) -> dict[str, Any]:
    return {"kind": "goal", "about_id": str(world.ids["goal"]), "position": 1}


def will_do(world: World) -> dict[str, Any]:
    return {"version": 1, "side": "worker", "words": CANARY, "meeting": str(world.ids["meeting"])}


def step_of_goal(world: World) -> dict[str, Any]:
    return {"goal": str(world.ids["goal"]), "step": str(world.ids["unused"])}


def up_to(world: World) -> dict[str, Any]:
    return {"message": str(world.ids["message"])}


DOORS: list[Door] = [
    # Public
    *[Door(route, "get", ALL) for route in ("schema", "logic-model", "crisis-contacts")],
    # Oneself
    *lists("me", "measures", "check-in-items", "journal-prompts", "journal-tags", "wishes", "my-team"),
    *lists("today"),
    Door("me", "patch", SIGNED_IN, body=said(theme="dark")),
    Door("me-welcomed", "post", SIGNED_IN, body=nothing),
    *lists("sign-ins"),
    Door("sign-ins-end-others", "post", SIGNED_IN),
    Door("email-put-back", "post", NOBODY, body=said(token="nobody has it"), is_public=True),
    Door("chosen-items", "put", SIGNED_IN, body=said(chosen=[])),
    Door("wishes", "put", SIGNED_IN, body=said(place="", wishes=[], languages=[])),
    # The record
    *lists("goals", "check-ins", "trend", "milestones", "timeline", "entries", "shared-lines"),
    *lists("saved-resources", "own-ideas", "suggestions", "learning", "what-helped"),
    Door("learning", "put", SIGNED_IN, body=said(learns=True)),
    Door("learning", "delete", SIGNED_IN),
    *lists("then-and-now", query="?then=2026-01-01&now=2026-02-01"),
    *own("goal", "goal", written(words="Swim")),
    *own("goal-step", "step", said(words="Ask", position=1), "put delete", goal_id="goal"),
    *own("goal-rating", "rating", rated, "put delete", goal_id="goal"),
    *lists("attained"),
    *own("attainment-scale", "goal", scale),
    *own("attainment", "attainment", attained, "put delete", goal_id="goal"),
    Door("goal-status", "post", OWNER, {"pk": "goal"}, said(status="on_hold")),
    *[
        Door(route, "get", OWNER, {"goal_id": "goal"})
        for route in ("goal-stories", "goal-history", "goal-ratings", "goal-rating-series", "attainments")
    ],
    *own("check-in", "check-in", written(social="some")),
    *own("own-item", "own item", said(domain="social", text="I rang"), "put delete"),
    *own("milestone", "milestone", happened),
    *own("entry", "entry", written(words="Rain")),
    *own("shared-line", "line", shared_line, "put delete"),
    Door("entry-search", "post", SIGNED_IN, body=said(text="canary")),
    # Ideas
    Door("resource", "get", SIGNED_IN, {"resource_id": "resource"}),
    Door("resource-report", "post", SIGNED_IN, {"resource_id": "resource"}, said(reason="closed")),
    Door("suggestion", "get", OWNER, {"goal_id": "goal", "resource_id": "resource"}),
    Door("suggestion", "put", OWNER, {"goal_id": "goal", "resource_id": "resource"}, said(state="saved")),
    *own(
        "own-idea", "own idea", lambda world: {"goal": str(world.ids["goal"]), "words": "Ask"}, "put delete"
    ),
    # Reminders
    *lists("reminders", "reminder-occurrences", "notices"),
    *own("reminder", "reminder", reminder_body),
    Door("reminders-pause-all", "post", SIGNED_IN, body=a_week_on),
    Door("reminders-resume-all", "post", SIGNED_IN, body=nothing),
    Door("reminder-occurrence-snooze", "post", OWNER, {"pk": "occurrence"}, said(minutes=30)),
    Door("notice-read", "post", OWNER, {"pk": "notice"}, nothing),
    # How one can be reached. Text messages are not set up here; a snooze needs what a notification carries
    *lists("reach"),
    Door("devices", "post", SIGNED_IN, body=subscription_body),
    *own("device", "device", nothing, "delete"),
    Door("phone", "put", NOBODY, body=said(number="+447700900123"), otherwise=409, otherwise_to_members=409),
    Door("phone", "delete", SIGNED_IN),
    Door("phone-code", "post", NOBODY, body=said(code="000000"), otherwise=400, otherwise_to_members=400),
    Door("go-on", "post", SIGNED_IN, body=said(channel="email")),
    Door("reminder-test", "post", SIGNED_IN, body=said(channel="in_app")),
    Door("reminder-snooze", "post", NOBODY, body=said(token="nobody has it", minutes=30), is_public=True),
    Door("calendar-feed", "post", SIGNED_IN, body=nothing),
    Door("calendar-feed", "delete", SIGNED_IN),
    Door("digest", "get", MEMBERS - MANAGER),
    Door("digest", "put", MEMBERS - MANAGER, body=said(is_on=True, has_names=False)),
    # Sharing
    *lists("sharing", "grants", "connections", "access-log", "access-log-export"),
    Door("sharing-pause", "post", SIGNED_IN, body=said(is_paused=False)),
    Door("grant", "get", OWNER, {"pk": "grant"}),
    Door("grant", "put", OWNER, {"pk": "grant"}, grant_body, otherwise_to_members=403),
    Door("grant-revoke", "post", OWNER, {"pk": "grant"}, nothing),
    Door("people", "get", SIGNED_IN, shows_to=READERS | {"clinician out of scope"}),
    Door("look-as", "post", OWNER, body=grant_body, otherwise=409, otherwise_to_members=403),
    Door("grant-look", "get", OWNER, {"pk": "grant"}),
    *[
        Door(route, "get", READERS, {"person_id": "person"}, query="?purpose=review", shows_to=READERS)
        for route in ("shared-pages", "handed-sheets", "written-remarks")
    ],
    *[
        Door(
            route,
            "get",
            READERS_OF_THE_PLAN,
            {"person_id": "person"},
            query="?purpose=review",
            shows_to=READERS_OF_THE_PLAN,
        )
        for route in ("review", "shared-plan-file")
    ],
    # The plan
    *lists("plan", "plan-file", "former-plans"),
    Door("plan", "put", SIGNED_IN, body=written(version=2, wishes="Tea")),
    Door("plan", "delete", SIGNED_IN),
    *own("former-plan", "former plan", nothing, "get delete"),
    *lists("sharing-wishes"),
    *own("sharing-wish", "sharing wish", nothing, "get delete"),
    Door("sharing-wish", "put", OWNER, {"pk": "sharing wish"}, sharing_wish, otherwise_to_members=403),
    Door("sharing-wish-press", "post", OWNER, {"pk": "sharing wish"}, pressed),
    # Family and friends: a practitioner's doors are not theirs, nor theirs a practitioner's
    *lists("supporters"),
    Door("supporters", "post", SERVICE_USERS, body=said(name="Mum", email="mum@example.org")),
    Door("supporter", "delete", SIGNED_IN, {"supporter_id": "supporter"}),
    Door("supporter-resend", "post", OWNER, {"supporter_id": "asked supporter"}, nothing),
    Door("supporter-look", "post", NOBODY, body=said(token="nobody has it"), is_public=True),
    Door("supporter-accept", "post", NOBODY, body=said(token="nobody has it")),
    Door("supporting", "get", SIGNED_IN, shows_to=STANDING_BY),
    Door("supporting-stop", "post", SIGNED_IN, {"supporter_id": "supporter"}, nothing),
    Door("supported", "get", SUPPORTER, {"person_id": "person"}, shows_to=SUPPORTER),
    # Sheets for meetings, and what practitioners write
    *lists("sheets", "sheets-tickable", "remarks"),
    *own("sheet", "sheet", written(words="Money")),
    *[Door(route, "get", OWNER, {"pk": "sheet"}) for route in ("sheet-page", "sheet-look", "sheet-file")],
    *[
        Door(route, "get", HANDED, HANDED_SHEET, query="?purpose=review", shows_to=HANDED)
        for route in ("handed-sheet", "handed-sheet-file")
    ],
    Door(
        "write-remark",
        "put",
        READERS,
        {"person_id": "person", "pk": "unused"},
        remark,
        query="?purpose=review",
    ),
    Door("remark", "delete", OWNER, {"pk": "remark"}, otherwise=204, otherwise_to_members=204),
    Door("remark-answer", "put", OWNER, {"pk": "remark", "answer_id": "unused"}, answer),
    Door(
        "remark-answer",
        "delete",
        OWNER,
        {"pk": "remark", "answer_id": "answer"},
        otherwise=204,
        otherwise_to_members=204,
    ),
    # Leaving. Whoever has not signed in lately is asked to; here all have
    *lists("exports", "closing"),
    Door("exports", "post", SIGNED_IN, body=nothing),
    Door("export", "delete", OWNER, {"pk": "export"}, otherwise=204, otherwise_to_members=204),
    Door("export-file", "get", OWNER, {"pk": "export"}),
    Door("brought", "get", OWNER, {"pk": "brought"}),
    Door(
        "brought",
        "put",
        OWNER,
        {"pk": "brought"},
        brought,
        otherwise=409,
        otherwise_to_members=409,
        format="multipart",
    ),
    Door("closing", "put", OWNER, body=closing, otherwise=400, otherwise_to_members=400),
    Door("closing", "delete", SIGNED_IN),
    # Meetings, what both agreed, and messages. The worker asked for the meeting, so Alice answers it
    *lists("agenda-tickable", "unread"),
    Door("together", "get", SIGNED_IN, shows_to=frozenset({"peer on the caseload"})),
    of_pair("meetings", "get"),
    of_pair("meeting", "get", pk="meeting"),
    of_pair("meeting", "put", at_three, pk="meeting"),
    of_person("meeting", "delete", pk="meeting"),
    Door(
        "meeting-answer",
        "post",
        OWNER,
        {"assignment_id": "assignment", "pk": "meeting"},
        said(accepts=True, version=1),
        refused=frozenset({"peer on the caseload"}),
    ),
    of_pair("meeting-call-off", "post", nothing, pk="meeting"),
    of_pair("meeting-file", "get", pk="meeting"),
    of_person("agenda-line", "put", agenda_line, meeting_id="meeting", pk="agenda line"),
    of_person("agenda-line", "delete", meeting_id="meeting", pk="agenda line"),
    of_pair("meeting-note", "put", said(words="Rain"), meeting_id="meeting", pk="unused"),
    of_person("meeting-notes", "delete", meeting_id="meeting"),
    of_pair("commitments", "get"),
    of_pair("commitment", "put", will_do, pk="commitment"),
    of_person("commitment", "delete", pk="commitment"),
    of_pair("commitment-mark", "post", said(mark="happened"), pk="commitment"),
    of_person("commitment-step", "post", step_of_goal, pk="own commitment"),
    of_pair("conversation", "get"),
    of_pair("conversation-close", "post", nothing),
    of_person("conversation-reopen", "post", nothing),
    of_pair("conversation-read", "post", up_to),
    of_pair("conversation-told-by", "put", said(channels=["in_app"])),
    of_pair("messages", "get"),
    of_pair("message", "put", said(words="Rain"), pk="unused"),
    of_person("message", "delete", pk="message"),
    # Connections: wrong codes are counted before anything else is said
    Door("connection-look", "post", NOBODY, body=said(code="ABCDEFGH")),
    Door("connections", "post", NOBODY, body=said(code="ABCDEFGH")),
    Door("connection", "delete", SIGNED_IN, {"membership_id": "membership"}),
    Door("connection-codes", "post", frozenset({"clinician never"}), body=code_body),
    # The directory
    *[
        kept(name, "get")
        for name in (
            "",
            "-broken-contacts",
            "-resources",
            "-duplicates",
            "-services",
            "-terms",
            "-reports",
            "-uploads",
            "-imports",
            "-sources",
            "-export",
        )
    ],
    kept("-resources", "post", body=another),
    kept("-duplicates", "post", body=two),
    kept("-resource", "get", "kept resource"),
    kept("-resource", "put", "kept resource", same_again),
    kept("-resource-retire", "post", "kept resource", nothing),
    kept("-resource-publish", "post", "kept resource", nothing),
    kept("-resource-confirm", "post", "kept resource", nothing),
    kept("-resource-merge", "post", "kept resource", merged),
    kept("-service", "get", "service"),
    kept("-term", "put", "term", said(kind="nature", areas=[], mechanisms=[])),
    kept("-report", "get", "report", shows_to=MANAGER),
    kept("-report-close", "post", "report", said(outcome="corrected")),
    kept("-upload", "get", "upload"),
    kept("-upload", "put", "upload", given_file, format="multipart"),
    kept("-import", "get", "import"),
    kept("-source", "put", "source", said(name="c", address="c.json", licence="OGL", every_hours=24)),
    # Stories
    *lists("stories"),
    *own("story", "story", written(title="Hens")),
    Door("story-ask", "post", OWNER, {"pk": "story"}, said(agrees=True, wording=1)),
    Door("story-take-back", "post", OWNER, {"pk": "story"}, nothing),
    Door("waiting-stories", "get", STORY_READERS, shows_to=STORY_READERS),
    Door("waiting-story", "get", STORY_READERS, {"story_id": "waiting story"}, shows_to=STORY_READERS),
    Door(
        "waiting-story-readings", "post", STORY_READERS, {"story_id": "waiting story"}, said(verdict="fine")
    ),
    Door("published-story", "get", SIGNED_IN, {"resource_id": "story resource"}),
    # Support, and working together
    *lists("support", "support-teams"),
    *own("support-request", "support request", asked_for, "get put"),
    Door("support-request-take-back", "post", OWNER, {"pk": "support request"}, nothing),
    Door("support-request-done", "post", OWNER | ON_CASELOAD, {"pk": "picked request"}, nothing),
    Door("hand-over-answer", "post", OWNER, {"pk": "hand-over"}, said(agrees=True)),
    Door("assignments", "post", OWNER, body=met, otherwise=409),
    Door("assignment-end", "post", OWNER | ON_CASELOAD, {"assignment_id": "assignment"}, nothing),
    Door("assignment-cover", "post", OWNER, {"assignment_id": "assignment"}, said(agrees=True)),
    Door("assignment-hand-over", "put", ON_CASELOAD, {"assignment_id": "assignment"}, offered_again),
    Door("assignment-hand-over", "delete", ON_CASELOAD, {"assignment_id": "assignment"}),
    Door("caseload", "get", PRACTISING, shows_to=READERS | ON_CASELOAD | {"clinician out of scope"}),
    Door("one-on-caseload", "get", ON_CASELOAD, {"assignment_id": "assignment"}, shows_to=ON_CASELOAD),
    Door("team-requests", "get", PRACTISING, shows_to=PEERS),
    Door("team-request", "get", PEERS, {"pk": "support request"}, shows_to=PEERS),
    Door("team-request-pick-up", "post", PEERS, {"pk": "support request"}, nothing, shows_to=PEERS),
    Door("peer-profile", "get", PRACTISING),
    Door("peer-profile", "put", PRACTISING, body=profile),
    Door("availability", "put", frozenset({"clinician never"}), {"membership_id": "membership"}, there),
    Door("colleagues", "get", frozenset({"clinician never"}), {"membership_id": "membership"}),
    Door("supervision", "get", PRACTISING | MANAGER),
    Door("workload", "get", MANAGER),
    Door("supervision-question", "put", PRACTISING, {"pk": "unused"}, question),
    Door(
        "supervision-answer",
        "put",
        ON_CASELOAD | MANAGER,
        {"pk": "question", "answer_id": "unused"},
        lambda world: {"words": "Say so early.", "recorded_at": world.now.isoformat()},
    ),
    Door(
        "supervision-question-close", "post", ON_CASELOAD | MANAGER, {"pk": "question"}, said(is_closed=True)
    ),
    # Teams
    Door("team-page", "get", MANAGER),
    Door("team", "put", MANAGER, {"team_id": "team"}, said(name="Quay two")),
    Door("team-invitations", "post", MANAGER, body=invitation_body),
    Door("team-invitation", "delete", MANAGER, {"invitation_id": "invitation"}),
    Door("team-invitation-resend", "post", MANAGER, {"invitation_id": "invitation"}, nothing),
    Door("team-member-verify", "post", MANAGER, {"membership_id": "membership"}, nothing),
    Door("team-member-lead", "post", MANAGER, {"membership_id": "membership"}, said(is_lead=True)),
    Door("team-member-end", "post", MANAGER, {"membership_id": "membership"}, nothing),
    Door("invitation-look", "post", NOBODY, body=said(token="nobody has it"), is_public=True),
    Door("invitation-accept", "post", NOBODY, body=said(token="nobody has it")),
]
