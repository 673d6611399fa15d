"""Resources that may be one and the same: alike in name, and with the same phone, address or web address."""

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from recoveryapp.resources.models import Resource

SHOWN = 50
ALIKE = 0.35
"""Trigram similarity of names (pg_trgm), 0 to 1."""
TOO_COMMON = 20
"""A number or an address that so many share says nothing: the switchboard of a council, a national line."""
SHORTEST_NUMBER = 6

PAIRS = """
WITH open_row AS (
  SELECT id, lower(name) AS name, lower(address) AS address,
         regexp_replace(phone, '[^0-9]', '', 'g') AS phone,
         lower(regexp_replace(url, '^https?://(www[.])?|/+$', '', 'g')) AS url
  FROM resources_resource WHERE status = 'active'
), clue AS (
  SELECT id, name, 'phone' AS what, phone AS said FROM open_row WHERE length(phone) >= %(shortest)s
  UNION ALL SELECT id, name, 'address', address FROM open_row WHERE address <> ''
  UNION ALL SELECT id, name, 'url', url FROM open_row WHERE url <> ''
), telling AS (
  SELECT what, said FROM clue GROUP BY what, said HAVING count(*) BETWEEN 2 AND %(common)s
), pair AS (
  SELECT a.id AS first, b.id AS second, similarity(a.name, b.name) AS alike,
         array_agg(what ORDER BY what) AS same
  FROM telling JOIN clue a USING (what, said) JOIN clue b USING (what, said)
  WHERE a.id < b.id AND NOT EXISTS (
    SELECT FROM resources_differentpair apart WHERE apart.first_id = a.id AND apart.second_id = b.id
  )
  GROUP BY a.id, b.id, a.name, b.name
)
SELECT first, second, alike, same FROM pair WHERE alike >= %(alike)s
ORDER BY alike DESC, first, second LIMIT %(shown)s
"""


@dataclass(frozen=True)
class Duplicate:
    first: Resource
    second: Resource
    alike: float
    same: list[str]
    """Of phone, address, url."""


def duplicates() -> list[Duplicate]:
    """The most alike pairs of open resources, at most fifty."""
    limits = {"shortest": SHORTEST_NUMBER, "common": TOO_COMMON, "alike": ALIKE, "shown": SHOWN}
    with connection.cursor() as cursor:
        cursor.execute(PAIRS, limits)
        pairs: list[tuple[UUID, UUID, float, list[str]]] = cursor.fetchall()
    rows = Resource.objects.in_bulk({row_id for first, second, *_ in pairs for row_id in (first, second)})
    return [Duplicate(rows[first], rows[second], alike, same) for first, second, alike, same in pairs]
