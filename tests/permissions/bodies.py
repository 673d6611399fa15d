"""What is sent to a door, made of what the world holds."""

from datetime import timedelta
from typing import Any

from tests.journal.sealed import WRAPPED
from tests.notifications.browser import browser_subscription
from tests.permissions.relations import CANARY, EVERYTHING, RESOURCE, World


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


def sealing_key(world: World) -> dict[str, Any]:
    return {"version": 1, "recorded_at": world.now.isoformat(), "wrapped": WRAPPED}


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
    about = {"file_name": "directory.json", "source": "council", "licence": "OGL"}
    return {"pieces": 1, "size": 2, **about}


def brought(world: World) -> dict[str, Any]:
    return {"pieces": 1, "size": 2}


def a_piece(world: World) -> bytes:
    return CANARY.encode()


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
