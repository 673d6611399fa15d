"""The record as a FHIR bundle, release R4B, for programs that speak it.

A goal on hold is `on-hold`, one let go `cancelled`, one reached `completed`. There is no standard code for
the three areas of life: ours stand in a code system of our own. How close a goal feels is an observation of
the person's own; a check-in is a questionnaire response without a questionnaire that anybody validated.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from recoveryapp.export.archive.rows import grouped

RELEASE = "4.3.0"
SYSTEM = "urn:daybook:outcomes"
"""Of the domains, the areas and the levels."""
LEVELS = "urn:daybook:levels"
GOAL_STATUS = {"active": "active", "on_hold": "on-hold", "completed": "completed", "cancelled": "cancelled"}
CONSENT_SCOPE = "http://terminology.hl7.org/CodeSystem/consentscope"
CONSENT_CATEGORY = "http://loinc.org"
OBSERVATION_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"
AUDIT_TYPE = "http://terminology.hl7.org/CodeSystem/audit-event-type"
DOMAINS = ("functional", "existential", "social")

Resource = dict[str, Any]


def bundle_of(data: Mapping[str, Any]) -> Iterator[str]:
    """JSON, one resource a line, each of which fhir.resources has found to be as R4B asks: of ten thousand
    check-ins, the whole bundle took some 200 MB. Raises ValueError where one is not."""
    from fhir.resources.R4B.bundle import Bundle, BundleEntry  # noqa: PLC0415 - 0.3 s, for who makes archives

    bundle = Bundle.model_validate(
        {"resourceType": "Bundle", "type": "collection", "timestamp": data["made_at"]}
    )
    yield bundle.model_dump_json().removesuffix("}")
    opening = ',"entry":[\n'
    for resource in resources_of(data):
        entry = BundleEntry.model_validate({"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource})
        yield opening + entry.model_dump_json()
        opening = ",\n"
    yield "\n]}\n"


def resources_of(data: Mapping[str, Any]) -> Iterator[Resource]:
    rows, about = data["record"]["rows"], data["about"]
    person = about["account"]["id"]
    yield patient(person, data)
    yield from (goal(row, person) for row in rows["goals.goal"])
    yield from (rating(row, person) for row in rows["goals.goalrating"])
    answers = grouped(rows["outcomes.checkinanswer"], by="check_in")
    yield from (check_in(row, answers.get(row["id"], []), person) for row in rows["outcomes.checkin"])
    yield from (grant(row, person) for row in about["rows"]["consent.consentgrant"])
    yield from (reading(number, line, person) for number, line in enumerate(about["access_log"]))


def patient(person: str, data: Mapping[str, Any]) -> Resource:
    called = data["record"]["preferences"]["called"]
    email = data["about"]["account"]["email"]
    return {
        "resourceType": "Patient",
        "id": person,
        **({"name": [{"use": "usual", "text": called}]} if called else {}),
        "telecom": [{"system": "email", "value": email}],
    }


def goal(row: Mapping[str, Any], person: str) -> Resource:
    codes = [*row["domains"], *row["areas"]]
    return {
        "resourceType": "Goal",
        "id": row["id"],
        "lifecycleStatus": GOAL_STATUS[row["status"]],
        "description": {"text": row["words"] or "-"},
        "subject": subject(person),
        "startDate": row["recorded_at"][:10],
        **({"category": [coded(SYSTEM, code) for code in codes]} if codes else {}),
        **({"statusDate": row["status_changed_at"][:10]} if row["status_changed_at"] else {}),
        **({"note": [{"text": row["why"]}]} if row["why"] else {}),
    }


def rating(row: Mapping[str, Any], person: str) -> Resource:
    return {
        "resourceType": "Observation",
        "id": row["id"],
        "status": "final",
        "category": [coded(OBSERVATION_CATEGORY, "survey")],
        "code": {"text": "How close this goal feels, 0 to 10"},
        "subject": subject(person),
        "focus": [{"reference": f"urn:uuid:{row['goal']}"}],
        "effectiveDateTime": row["recorded_at"],
        "valueInteger": row["value"],
        **({"note": [{"text": row["note"]}]} if row["note"] else {}),
    }


def check_in(row: Mapping[str, Any], answers: list[Mapping[str, Any]], person: str) -> Resource:
    said = {name: row[name] for name in DOMAINS if row[name]}
    said |= {a["item"] or a["own_item"]: a["level"] for a in answers}
    words = {name: row[name] for name in ("feel", "words", "helped", "hindered") if row[name]}
    items = [*(level(name, value) for name, value in said.items()), *map(text, words, words.values())]
    return {
        "resourceType": "QuestionnaireResponse",
        "id": row["id"],
        "status": "completed",
        "subject": subject(person),
        "authored": row["recorded_at"],
        **({"item": items} if items else {}),
    }


def grant(row: Mapping[str, Any], person: str) -> Resource:
    return {
        "resourceType": "Consent",
        "id": row["id"],
        "status": "inactive" if row["revoked_at"] else "active",
        "scope": coded(CONSENT_SCOPE, "patient-privacy"),
        "category": [coded(CONSENT_CATEGORY, "59284-0")],
        "patient": subject(person),
        "dateTime": row["starts_at"],
        "policyRule": {"text": "As the person gave it in the app"},
        "provision": {
            "type": "permit",
            "period": {"start": row["starts_at"], "end": row["revoked_at"] or row["expires_at"]},
            "purpose": [{"system": "urn:daybook:purposes", "code": row["purpose"]}],
            "class": [{"system": "urn:daybook:scopes", "code": scope} for scope in row["scopes"]],
        },
    }


def reading(number: int, line: Mapping[str, Any], person: str) -> Resource:
    return {
        "resourceType": "AuditEvent",
        "id": f"reading-{number + 1}",
        "type": {"system": AUDIT_TYPE, "code": "rest"},
        "action": "R",
        "recorded": line["at"],
        "agent": [{"name": line["called"] or "?", "role": [{"text": line["role"]}], "requestor": True}],
        "source": {"observer": {"display": "the app"}},
        "entity": [{"what": subject(person), "description": " ".join(line["scopes"]) or line["noun"]}],
    }


def subject(person: str) -> Resource:
    return {"reference": f"urn:uuid:{person}"}


def coded(system: str, code: str) -> Resource:
    return {"coding": [{"system": system, "code": code}]}


def level(name: str, value: str) -> Resource:
    return {"linkId": name, "answer": [{"valueCoding": {"system": LEVELS, "code": value}}]}


def text(name: str, value: str) -> Resource:
    return {"linkId": name, "answer": [{"valueString": value}]}
