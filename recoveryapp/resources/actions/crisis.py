from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from recoveryapp.resources.models import CrisisContact, CrisisCountry


@transaction.atomic
def load_crisis_contacts(data: Mapping[str, Any]) -> tuple[int, int]:
    """Replace the crisis numbers by those of the reviewed file. Answers how many countries and contacts."""
    CrisisContact.objects.all().delete()
    CrisisCountry.objects.all().delete()
    countries = [_country(row, at) for at, row in enumerate(data["countries"])]
    CrisisCountry.objects.bulk_create(countries)
    contacts = [
        _contact(contact, row["code"], at)
        for row in data["countries"]
        for at, contact in enumerate(row["contacts"])
    ]
    contacts += [_contact(contact, None, at) for at, contact in enumerate(data["worldwide"]["contacts"])]
    CrisisContact.objects.bulk_create(contacts)
    return len(countries), len(contacts)


def _country(row: Mapping[str, Any], position: int) -> CrisisCountry:
    emergency = row["emergency"]
    return CrisisCountry(
        code=row["code"],
        name=row["name"],
        note=row["note"],
        emergency_number=emergency["number"],
        emergency_text=emergency["text"],
        emergency_source=emergency["source"],
        emergency_verified_on=date.fromisoformat(emergency["verified_on"]),
        position=position,
    )


def _contact(row: Mapping[str, Any], country: str | None, position: int) -> CrisisContact:
    return CrisisContact(
        country_id=country,
        name=row["name"],
        text=row["text"],
        number=row["number"] or "",
        sms=row["sms"] or "",
        sms_word=row["sms_word"] or "",
        url=row["url"] or "",
        hours=row["hours"],
        languages=row["languages"],
        source=row["source"],
        verified_on=date.fromisoformat(row["verified_on"]),
        verified_how=row["verified_how"],
        position=position,
    )
