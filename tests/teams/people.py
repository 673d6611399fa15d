import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.core import mail

from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.teams.models import INVITATION_HOLDS, Invitation, Membership, Supporter, Team
from recoveryapp.teams.tokens import digest_of, new_token

API = "/api/v1"
ShowCode = Callable[[], str]


def join(user: User, team: Team, now: datetime, /, **changes: Any) -> Membership:
    """Verified a year ago, in the role the account has."""
    values = {"role": user.role, "verified_at": now - timedelta(days=365), **changes}
    return Membership.objects.create(user=user, team=team, **values)


def hold_place(team: Team, user: User, now: datetime, /, **changes: Any) -> tuple[Invitation, str]:
    """An invitation to the user's address, as a peer worker, and its token."""
    token = new_token()
    values = {
        "organisation": team.organisation,
        "team": team,
        "email": user.email,
        "role": "peer_worker",
        "token_digest": digest_of(token),
        "expires_at": now + INVITATION_HOLDS,
    }
    return Invitation.objects.create(**{**values, **changes}), token


def invite_body(team: Team | None, /, **changes: Any) -> dict[str, Any]:
    team_id = str(team.pk) if team else None
    body = {"email": "nora@example.org", "role": "peer_worker", "team": team_id, "job_title": "Listener"}
    return {**body, **changes}


def token_in_mail() -> str:
    found = re.search(r"/invitation#(\S+)", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found.group(1)


def nobodys_id() -> str:
    return str(new_id())


def stand_by(user: User, owner: User, now: datetime, /, **changes: Any) -> Supporter:
    """Asked a week ago, and accepted."""
    values = {
        "owner": owner,
        "name": "My brother",
        "email": user.email,
        "token_digest": digest_of(new_token()),
        "expires_at": now,
        "user": user,
        "accepted_at": now - timedelta(days=6),
    }
    return Supporter.objects.create(**{**values, **changes})


def support_token_in_mail() -> str:
    found = re.search(r"/standing-by#(\S+)", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found.group(1)
