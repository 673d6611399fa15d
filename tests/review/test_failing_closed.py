import pytest
from django.db import connection

from recoveryapp.accounts.models import User
from recoveryapp.consent.scopes import Scope
from tests.conftest import ApiFor
from tests.consent.conftest import Grant
from tests.review.body import people_url
from tests.review.canaries import Canaries


@pytest.mark.parametrize("door", ["review/", "journal/"])
def test_what_cannot_be_written_down_is_not_shown(
    door: str, api: ApiFor, grant: Grant, alice: User, cleo: User, record: Canaries
) -> None:
    grant(*Scope)
    client = api(cleo)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_auditevent RENAME TO audit_auditevent_gone")
        cursor.execute("CREATE VIEW audit_auditevent AS SELECT * FROM audit_auditevent_gone LIMIT 10")
    answer = client.get(people_url(alice.pk, door))
    assert (answer.status_code, answer.json()["code"]) == (503, "audit_unavailable")
    assert "canary" not in answer.content.decode()
