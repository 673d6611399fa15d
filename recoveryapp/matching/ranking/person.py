"""What somebody's own words say about whom a resource must admit. Only what is plainly said; no guessing."""

import re
from dataclasses import dataclass
from enum import StrEnum

AGE = re.compile(
    r"\bi\s?(?:a)?m (?P<a>\d{2})\b"
    r"(?! ?(?:st|stone|kg|weeks|days|months|years? (?:clean|sober|off)|%|p\b|miles|per))|"
    r"\baged? (?P<b>\d{2})\b|\b(?P<c>\d{2})[ -]?(?:years?|yrs?)[ -]old\b|\b(?P<d>\d{2}) ?yo\b|"
    r"(?:^|[.!?] )(?P<e>\d{2}),? (?:bloke|man|woman|male|female|lad|lass)\b|"
    r"^\s*(?P<f>\d{2}), (?!\d)"
)
MAN = re.compile(
    r"\b(?:i am|im|as|being|just|only) an? (?:\w+ ){0,2}(?:man|bloke|lad|guy|dad|father|husband|widower)\b|"
    r"\d\d,? (?:bloke|man|male|lad)\b|\bnew dad\b"
)
WOMAN = re.compile(
    r"\b(?:i am|im|as|being|just|only|and) an? (?:\w+ ){0,2}(?:woman|girl|lass|mum|mother|wife|widow|lady)\b|"
    r"\d\d,? (?:woman|female|lass)\b|\bnew mum\b|\bim pregnant\b"
)


class Gender(StrEnum):
    MAN = "man"
    WOMAN = "woman"


@dataclass(frozen=True)
class Said:
    age: int | None
    gender: Gender | None


def said_in(words: str) -> Said:
    text = re.sub(r"['’]", "", words.lower())
    found = AGE.search(text)
    age = int(next(group for group in found.groups() if group)) if found else None
    gender = Gender.WOMAN if WOMAN.search(text) else Gender.MAN if MAN.search(text) else None
    return Said(age, gender)
