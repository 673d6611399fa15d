import pytest
from django.db import connection

from recoveryapp.accounts.models import User
from recoveryapp.consent.access_log import queries
from recoveryapp.consent.access_log.pagination import NewestReadings
from tests.audit.tampering import tamper
from tests.conftest import ApiFor, CountQueries
from tests.consent.access_log.reading import LOG

MANY = 100_000


@pytest.fixture
def many_lines(alice: User, cleo: User) -> None:
    """A hundred thousand reads by Cleo, a minute apart, and as many of Alice's own deeds between them."""
    tamper(
        """
        INSERT INTO audit_auditevent (
            id, at, actor_id, actor_role, owner_id, verb, noun, object_count, number, scopes
        )
        SELECT
            gen_random_uuid(), now() - n * interval '30 seconds',
            CASE WHEN n %% 2 = 0 THEN %s ELSE owner.id END, 'clinician', owner.id,
            CASE WHEN n %% 2 = 0 THEN 'read' ELSE 'change' END, 'review', 1, n, '{goals}'
        FROM generate_series(1, %s) AS n, (SELECT %s::uuid AS id) AS owner
        """,
        cleo.pk,
        2 * MANY,
        alice.pk,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE audit_auditevent")


def test_a_hundred_thousand_lines_are_paged_from_the_index(
    alice: User, many_lines: None, api: ApiFor, count_queries: CountQueries
) -> None:
    reads = queries.reads_of(alice, person=None, kind=None, since=None, until=None)
    first = list(reads[:30])
    middle = reads.filter(at__lte=reads[MANY // 2].at)
    for page in (reads, middle):
        plan = page.order_by(*NewestReadings.ordering)[:31].explain()
        assert "audit_reads_newest" in plan
        assert "Sort" not in plan
    client = api(alice)
    answer = client.get(LOG).json()
    with count_queries(3):
        following = client.get(answer["next"]).json()
    assert [row["id"] for row in answer["results"]] == [str(event.pk) for event in first]
    assert following["results"][0]["id"] == str(reads[30].pk)
