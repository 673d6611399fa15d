"""One resource as an HSDS 3.0 service: what other directories take, and what our own reading gives back."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any
from uuid import UUID, uuid5

from recoveryapp.resources.hsds.parsing import ParsedService

NAMESPACE = UUID("2f0e3c3e-6d5e-5a53-9d0f-7d6f1c6b3b51")
VOCABULARY = "https://example.org/recoveryapp/taxonomies/"
OURS = ("kinds", "traits", "areas", "mechanisms")
STATUSES = {
    "active": "active",
    "inactive": "inactive",
    "closed": "defunct",
    "temporarily_closed": "temporarily closed",
}
WIDE = {"international": "Worldwide", "national": "National"}
EMPTY: tuple[Any, ...] = (None, "", [], {})

NewId = Callable[[str], str]
Row = dict[str, Any]


def export_of(parsed: ParsedService) -> Mapping[str, Any]:
    """The service as we give it to others: as its publisher said, but for what a manager set."""
    if parsed.resource is None or not parsed.is_by_hand:
        return parsed.raw
    return as_payload(parsed.resource, source_id=parsed.source_id, base=parsed.raw)


def as_payload(values: Mapping[str, Any], *, source_id: str, base: Mapping[str, Any]) -> Row:
    """`values` are a resource's fields. Of `base`, what its publisher said, the rest stays."""
    new_id = partial(_new_id, source_id)
    payload = {
        **base,
        **_facts(values),
        "id": source_id,
        "organization": _organisation(values, base, new_id),
        "phones": _one({"id": new_id("phone")}, number=values["phone"]),
        "schedules": _one({"id": new_id("times")}, description=values["when_text"]),
        "service_areas": _one({"id": new_id("area")}, name=WIDE.get(values["coverage"], values["place"])),
        "service_at_locations": _places(values, new_id),
        "languages": [{"id": new_id(f"language {name}"), "name": name} for name in values["languages"]],
        "cost_options": None,
        "alert": None,
        "attributes": [*_attributes(values, new_id), *_of_others(base)],
    }
    return {key: value for key, value in payload.items() if value not in EMPTY}


def _new_id(source_id: str, what: str) -> str:
    return str(uuid5(NAMESPACE, f"{source_id}\n{what}"))


def _facts(values: Mapping[str, Any]) -> Row:
    note = values["content_note"]
    return {
        "name": values["name"],
        "status": STATUSES[values["status"]],
        "description": f"{values['description']}\n\nContent note: {note}" if note else values["description"],
        "url": values["url"],
        "email": values["email"],
        "application_process": values["how_to"],
        "fees_description": values["cost_text"],
        "eligibility_description": values["audience"],
        "minimum_age": values["min_age"],
        "maximum_age": values["max_age"],
    }


def _organisation(values: Mapping[str, Any], base: Mapping[str, Any], new_id: NewId) -> Row | None:
    said = base.get("organization")
    if isinstance(said, dict) and said.get("name") == values["organisation"]:
        return said
    name = values["organisation"]
    return {"id": new_id(f"organisation {name}"), "name": name, "description": name} if name else None


def _one(row: Row, **said: str) -> list[Row]:
    return [{**row, **said}] if any(said.values()) else []


def _places(values: Mapping[str, Any], new_id: NewId) -> list[Row]:
    """The address stands in one line: where its town begins is not known."""
    if not values["address"]:
        return []
    address = {
        "id": new_id("address"), "address_1": values["address"], "city": "", "state_province": "",
        "postal_code": "", "country": "", "address_type": "physical",
    }  # fmt: skip
    location = {"id": new_id("location"), "location_type": "physical", "addresses": [address]}
    return [{"id": new_id("place"), "location": location}]


def _attributes(values: Mapping[str, Any], new_id: NewId) -> Iterator[Row]:
    said = {
        "kinds": [values["kind"]],
        "traits": [*values["traits"], *values["delivery"], *_cost(values["cost"])],
        "areas": values["areas"],
        "mechanisms": values["mechanisms"],
    }
    for vocabulary, codes in said.items():
        for code in codes:
            yield {
                "id": new_id(f"attribute {vocabulary} {code}"),
                "link_entity": "service",
                "taxonomy_term": _term(vocabulary, code),
            }


def _cost(cost: str) -> list[str]:
    return [] if cost == "unknown" else [f"cost_{cost}"]


def _term(vocabulary: str, code: str) -> Row:
    name = code.replace("_", " ").replace(".", ": ")
    return {
        "id": str(uuid5(NAMESPACE, f"term {vocabulary} {code}")),
        "code": code,
        "name": name,
        "description": name,
        "taxonomy": f"recoveryapp {vocabulary}",
        "term_uri": f"{VOCABULARY}{vocabulary}#{code}",
    }


def _of_others(base: Mapping[str, Any]) -> Iterator[Row]:
    """Attributes in other vocabularies stay: other directories may know them."""
    said = base.get("attributes")
    for row in said if isinstance(said, list) else []:
        term = row.get("taxonomy_term") if isinstance(row, dict) else None
        taxonomy = term.get("taxonomy") if isinstance(term, dict) else None
        if taxonomy not in {f"recoveryapp {vocabulary}" for vocabulary in OURS}:
            yield row
