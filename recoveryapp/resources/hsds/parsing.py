"""One HSDS 3.0 service as plain values for our rows. Refuses only what cannot be kept."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from recoveryapp.resources.enums import Cost, Coverage, Delivery
from recoveryapp.resources.hsds.mapping import MappingTable, Meaning, Term
from recoveryapp.resources.hsds.node import Node, RowRefused

LOW_COST_AT_MOST = 10
CONTENT_NOTE = re.compile(r"\s*Content note:\s*(?P<note>[^\n]{1,500})\s*$")
DAYS = {
    "MO": "Monday", "TU": "Tuesday", "WE": "Wednesday", "TH": "Thursday",
    "FR": "Friday", "SA": "Saturday", "SU": "Sunday",
}  # fmt: skip
UNSTORABLE_JSON = re.compile(r"(?<!\\)(?:\\\\)*\\u0000|[\ud800-\udfff]")
NTH = {"1": "first", "2": "second", "3": "third", "4": "fourth", "-1": "last"}
EVERY_DAY = 7


@dataclass(frozen=True)
class ParsedRow:
    """An organisation or a location inside a service."""

    source_id: str
    raw: dict[str, Any]
    values: dict[str, Any]


@dataclass(frozen=True)
class ParsedService:
    source_id: str
    path: str
    raw: dict[str, Any]
    values: dict[str, Any]
    organisation: ParsedRow | None
    locations: list[ParsedRow]
    resource: dict[str, Any] | None
    """None: no term of it stands in the mapping table."""
    unknown_terms: list[Term]
    is_by_hand: bool
    """A manager set something of the resource."""


def source_id_of(node: Node) -> str:
    """Raises RowRefused when it has none."""
    if not isinstance(node.value, dict):
        raise RowRefused(node.path, "is not a service")
    return node["id"].needed(200)


def payload_of(node: Node) -> str:
    """As text, keys in order. Raises RowRefused for what PostgreSQL cannot hold, with its exact place."""
    payload = json.dumps(node.value, sort_keys=True, ensure_ascii=False)
    if UNSTORABLE_JSON.search(payload):
        raise RowRefused(_unstorable_place(node) or node.path, "has characters that cannot be stored")
    return payload


def _unstorable_place(node: Node) -> str | None:
    if isinstance(node.value, str):
        return node.path if UNSTORABLE_JSON.search(json.dumps(node.value, ensure_ascii=False)) else None
    children = [node[key] for key in node.value] if isinstance(node.value, dict) else []
    children += list(node) if isinstance(node.value, list) else []
    return next((place for child in children if (place := _unstorable_place(child))), None)


def parse_service(
    node: Node, table: MappingTable, *, by_hand: Mapping[str, Any] = MappingProxyType({})
) -> ParsedService:
    """`by_hand` holds values of the resource that a manager set: they go before what the publisher says.

    Raises RowRefused when id, name or status is missing or wrong, or a text cannot be stored.
    """
    source_id = source_id_of(node)
    status = table.statuses.get(node["status"].needed(40))
    if status is None:
        raise RowRefused(node["status"].path, "is not a status of HSDS 3.0")
    organisation = _organisation(node["organization"])
    locations = list(_locations(node))
    terms = list(_terms(node))
    values = {
        "name": node["name"].needed(300),
        "status": status,
        "assured_on": node["assured_date"].day(),
        "modified_at": node["last_modified"].moment(),
    }
    meaning = table.meaning_of(terms, is_placed_by_hand="kind" in by_hand)
    resource = (
        None
        if meaning is None
        else {
            **_resource(node, values, organisation=organisation, locations=locations, table=table),
            **_meaning(meaning),
            "delivery": _delivery(node, locations, table.said(terms, "delivery")),
            "cost": next(iter(table.said(terms, "cost")), "") or _cost(node),
            **by_hand,
        }
    )
    return ParsedService(
        source_id=source_id,
        path=node.path,
        raw=node.value,
        values=values,
        organisation=organisation,
        locations=locations,
        resource=resource,
        unknown_terms=[t for t in terms if not table.knows(t)],
        is_by_hand=bool(by_hand),
    )


def _meaning(meaning: Meaning) -> dict[str, Any]:
    return {
        "kind": meaning.kind,
        "areas": list(meaning.areas),
        "mechanisms": list(meaning.mechanisms),
        "traits": list(meaning.traits),
    }


def _organisation(node: Node) -> ParsedRow | None:
    if not node["id"].text(200):
        return None
    values = {
        "name": node["name"].text(300),
        "description": node["description"].text(20_000),
        "website": node["website"].web_address(),
        "email": node["email"].email(),
    }
    return ParsedRow(node["id"].text(200), node.value, values)


def _locations(service: Node) -> Iterator[ParsedRow]:
    for place in service["service_at_locations"]:
        node = place["location"]
        if not node["id"].text(200):
            continue
        address = next(iter(node["addresses"]), Node({}, node.path, node.remark))
        lines = [address[key].text(300) for key in ("address_1", "address_2", "city", "postal_code")]
        values = {
            "location_type": node["location_type"].text(20),
            "name": node["name"].text(300),
            "address": ", ".join(line for line in lines if line)[:1000],
            "place": address["city"].text(200),
            "transport": node["transportation"].text(2000),
        }
        yield ParsedRow(node["id"].text(200), node.value, values)


def _terms(service: Node) -> Iterator[Term]:
    for attribute in service["attributes"]:
        node = attribute["taxonomy_term"]
        code = node["code"].text(200) or node["term"].text(200) or node["name"].text(200)
        taxonomy = node["taxonomy"].text(300) or node["taxonomy_detail"]["name"].text(300)
        if code:
            yield Term(taxonomy, code, node["name"].text(300))


def _resource(
    node: Node,
    values: Mapping[str, Any],
    *,
    organisation: ParsedRow | None,
    locations: Sequence[ParsedRow],
    table: MappingTable,
) -> dict[str, Any]:
    coverage, place = _coverage(node, locations, table)
    return {
        **_words(node),
        "name": values["name"],
        "status": values["status"],
        "assured_on": values["assured_on"],
        "coverage": coverage,
        "place": place,
        "address": next((row.values["address"] for row in locations), ""),
        "min_age": node["minimum_age"].age(),
        "max_age": node["maximum_age"].age(),
        "organisation": organisation.values["name"] if organisation else "",
        "email": node["email"].email() or (organisation.values["email"] if organisation else ""),
    }


def _words(node: Node) -> dict[str, Any]:
    description, note = _split_note(node["description"].text(20_000))
    transport = [place["location"]["transportation"].text(2000) for place in node["service_at_locations"]]
    how_to = [node["application_process"].text(5000), *dict.fromkeys(transport)]
    audience = [node["eligibility_description"].text(900), *_audiences(node)]
    alert = node["alert"].text(2000)
    languages = [language["name"].text(64) for language in node["languages"]]
    return {
        "description": f"{alert}\n\n{description}".strip() if alert else description,
        "content_note": note,
        "cost_text": (node["fees_description"].text(5000) or _cost_words(node))[:500],
        "languages": [name for name in dict.fromkeys(languages) if name] or ["English"],
        "audience": ". ".join(dict.fromkeys(text.rstrip(".") for text in audience if text))[:1000],
        "how_to": "\n".join(text for text in how_to if text),
        "when_text": "; ".join(_times(node))[:500],
        "url": node["url"].web_address() or node["organization"]["website"].web_address(),
        "phone": next((phone["number"].phone() for phone in node["phones"]), ""),
    }


def _split_note(description: str) -> tuple[str, str]:
    found = CONTENT_NOTE.search(description)
    return (description[: found.start()], found["note"]) if found else (description, "")


def _audiences(node: Node) -> list[str]:
    return [a["value"].text(200) for a in node["attributes"] if a["link_type"].text(60) == "audience"]


def _coverage(node: Node, locations: Sequence[ParsedRow], table: MappingTable) -> tuple[str, str]:
    """Where it can be used, and the town. The widest of the areas named counts; without any, the address."""
    names = [area["name"].text(1000) for area in node["service_areas"]]
    named = {table.coverage.get(name.lower().strip(" ."), Coverage.LOCAL) for name in names if name}
    town = next((row.values["place"] for row in locations if row.values["place"]), "")
    for coverage in (Coverage.INTERNATIONAL, Coverage.NATIONAL):
        if coverage in named:
            return coverage, town
    place = next((name for name in names if name), town)
    return (Coverage.LOCAL, place[:200]) if place else (Coverage.UNKNOWN, "")


def _delivery(node: Node, locations: Sequence[ParsedRow], said: list[str]) -> list[str]:
    if said:
        return list(dict.fromkeys(said))
    attending = ",".join(schedule["attending_type"].text(300) for schedule in node["schedules"])
    found = [way.strip() for way in attending.split(",") if way.strip() in Delivery.values]
    types = {row.values["location_type"] for row in locations}
    found += [Delivery.IN_PERSON] if "physical" in types else []
    found += [Delivery.ONLINE] if "virtual" in types and not found else []
    return list(dict.fromkeys(found))


def _cost(node: Node) -> str:
    amounts = [amount for option in node["cost_options"] if (amount := option["amount"].number()) is not None]
    if amounts:
        dearest = max(amounts)
        return Cost.FREE if dearest <= 0 else Cost.LOW if dearest <= LOW_COST_AT_MOST else Cost.PAID
    words = (node["fees_description"].text(5000) or _cost_words(node)).lower()
    if words in {"free", "no charge", "free of charge", "none"}:
        return Cost.FREE
    return Cost.LOW if "pay what you can" in words else Cost.UNKNOWN


def _cost_words(node: Node) -> str:
    options = [option["amount_description"].text(500) for option in node["cost_options"]]
    return "; ".join(text for text in options if text)


def _times(node: Node) -> Iterator[str]:
    """Opening times in words: "Tuesday 18:30–20:00", "first Saturday of the month 10:30–12:00"."""
    for schedule in node["schedules"]:
        days = [day.strip().upper() for day in schedule["byday"].text(60).split(",") if day.strip()]
        is_monthly = schedule["freq"].text(20) == "MONTHLY"
        words = "every day" if len(days) == EVERY_DAY else ", ".join(_day(day) for day in days)
        hours = "–".join(schedule[key].text(20)[:5] for key in ("opens_at", "closes_at")).strip("–")
        said = " ".join(part for part in (words, "of the month" if is_monthly else "", hours) if part)
        if said := said or schedule["description"].text(300):
            yield said[0].upper() + said[1:]


def _day(code: str) -> str:
    name = DAYS.get(code[-2:], code)
    return f"{NTH[code[:-2]]} {name}" if code[:-2] in NTH else name
