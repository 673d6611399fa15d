"""From a publisher's words to ours: by the reviewed table, by what managers placed, never by guessing."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from recoveryapp.outcomes import catalogue
from recoveryapp.resources.hsds.mapping import FILE, mapping_table
from recoveryapp.resources.models import Resource, Service, Term, term_id
from tests.resources.conftest import Take

Listing = Callable[..., dict[str, Any]]
Row = dict[str, Any]


@pytest.fixture(scope="module")
def table() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def said(*terms: tuple[str, str]) -> list[Row]:
    return [
        {"id": f"x{n}", "taxonomy_term": {"id": f"t{n}", "taxonomy": taxonomy, "code": code, "name": "N"}}
        for n, (taxonomy, code) in enumerate(terms)
    ]


def test_every_row_of_the_reviewed_table_says_where_it_comes_from(table: dict[str, Any]) -> None:
    rows = [row for part in ("terms", "traits", "coverage", "statuses") for row in table[part]]

    assert len(rows) > 100
    assert [row for row in rows if not row.get("source")] == []


def test_the_reviewed_table_speaks_of_what_the_logic_model_has(db: None) -> None:
    known, meanings = catalogue.current(), mapping_table().meanings.values()

    assert {m.kind for m in meanings} <= {kind.code for kind in known.kinds}
    assert {area for m in meanings for area in m.areas} <= {area.code for area in known.areas}
    assert {way for m in meanings for way in m.mechanisms} <= {way.code for way in known.mechanisms}


def test_no_term_stands_twice_in_the_reviewed_table(table: dict[str, Any]) -> None:
    keys = [(row["taxonomy"], row["code"]) for row in table["terms"] + table["traits"]]

    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("108-07-07", "peer_group"),
        ("107-05", "money_advice"),
        ("109-06-02", "digital_skills"),
        ("102-01", "nature"),
    ],
)
def test_open_eligibility_is_understood(
    take: Take, listing: Listing, walk: Row, code: str, kind: str
) -> None:
    take(listing({**walk, "attributes": said(("Open Eligibility", code))}))

    assert Resource.objects.get().kind == kind


def test_terms_for_areas_and_mechanisms_go_before_what_the_kind_stands_for(
    take: Take, listing: Listing, walk: Row
) -> None:
    own = said(
        ("recoveryapp kinds", "nature"),
        ("recoveryapp areas", "social.giving"),
        ("recoveryapp mechanisms", "role_modelling"),
        ("recoveryapp traits", "cost_low"),
    )
    take(listing({**walk, "attributes": own}))

    found = Resource.objects.get()
    assert (found.areas, found.mechanisms, found.cost) == (["social.giving"], ["role_modelling"], "low")


def test_what_is_not_in_the_table_is_kept_for_a_manager_once(take: Take, listing: Listing, walk: Row) -> None:
    strange = said(("Somebody's list", "42"), ("", "fun"))
    take(listing({**walk, "attributes": strange}, {**walk, "id": "s2", "attributes": strange}))

    terms = Term.objects.order_by("code").values_list("taxonomy", "code", "placed_at")
    assert list(terms) == [("Somebody's list", "42", None), ("", "fun", None)]
    expected = sorted([term_id("Somebody's list", "42"), term_id("", "fun")])
    assert [s.unknown_terms for s in Service.objects.all()] == [expected, expected]
    assert not Service.objects.filter(is_placed=True).exists()


def test_a_placed_term_is_understood_from_then_on_and_the_reviewed_table_goes_first(
    take: Take, listing: Listing, walk: Row, now: datetime
) -> None:
    take(listing({**walk, "attributes": said(("Somebody's list", "42"))}))
    Term.objects.update(kind="nature", areas=["social.contact"], traits=["group"], placed_at=now)

    take(
        listing(
            {**walk, "id": "s2", "attributes": said(("somebody's LIST/", "42"))},
            {
                **walk,
                "id": "s3",
                "attributes": said(("Somebody's list", "42"), ("Open Eligibility", "103-02")),
            },
        )
    )

    found = Resource.objects.order_by("kind").values_list("kind", "areas", "traits")
    assert found[1] == ("nature", ["social.contact"], ["group"])
    assert (found[0][0], found[0][2]) == ("housing", ["group"])


def test_a_placed_term_without_a_kind_is_no_longer_unknown_and_places_nothing(
    take: Take, listing: Listing, walk: Row, now: datetime
) -> None:
    take(listing({**walk, "attributes": said(("Somebody's list", "42"))}))
    Term.objects.update(placed_at=now)

    report = take(listing({**walk, "name": "Other", "attributes": said(("Somebody's list", "42"))}))

    assert (report.unknown_terms.count, report.not_mapped.count) == (0, 1)
