"""What a resource really is, read from its text as well as its metadata: directories forget, texts tell."""

import re

from recoveryapp.matching.ranking.shapes import Entry, Facts

GROUP_KINDS = frozenset({
    "creative_arts", "education", "faith_culture", "family_carers", "identity_specific", "nature",
    "online_community", "peer_group", "physical_activity", "recovery_college_course", "social_club",
    "substance_use_peer",
})  # fmt: skip
ONE_TO_ONE_KINDS = frozenset({
    "advance_planning", "advocacy_rights", "decision_aid", "helpline_crisis", "housing", "peer_mentoring",
    "personal_budget", "recovery_story",
})  # fmt: skip
GROUP_WORDS = re.compile(
    r"(?<!not a )(?<!never a )(?<!no )"
    r"\b(groups?|circle|class(es)?|workshops?|choir|club|meet-?ups?|forum|webinars?|drop-?in)\b"
)
ONE_TO_ONE_WORDS = re.compile(
    r"\b(one[- ]to[- ]one|1[:-]1|one on one|individual(ly)?|by yourself|visits? you)\b"
)
RELIGIOUS_WORDS = re.compile(
    r"\b(church(?! hall)|mosque|temple|gurdwara|synagogue|chapel|imam|vicar|priest|prayers?|praying|bible|"
    r"quran|worship|christian|muslim|faith-sensitive|faith-based|higher power|(twelve|12)[- ]steps?)\b"
)
NO_RELIGION_WORDS = re.compile(
    r"\b(not religious|no (religion|higher power|prayers?|god)|nothing religious|secular|non-religious|"
    r"without (religion|prayers?))\b"
)
NHS_WORDS = re.compile(r"\bnhs\b(?! login)")
NOT_NHS_WORDS = re.compile(r"\b(not (part of|run by) the nhs|independent of the nhs)\b")
WOMEN_WORDS = re.compile(
    r"\b(women[- ]only|for women\b(?! (and|&|or) men)|only women|female[- ]only)\b|"
    r"^(women|mothers|mums|ladies)\b(?! (and|&|or) )"
)
MEN_WORDS = re.compile(r"\b(men[- ]only|for men\b(?! (and|&))|only men)\b|^men\b(?! (and|&|or))")
PRICE = re.compile(r"[£$€]\s?\d+(?:[.,]\d+)?(?!\s?(?:grant|grants|million|k\b))")
FREE_WORDS = re.compile(r"\b(free|no charge|no cost)\b")
RANGE = re.compile(
    r"\b(\d{2})\s?(?:-|–|—|to)\s?(\d{2})s?\b(?!\s?(?:minutes|mins|people|weeks|days|hours|per cent|%))"
)
FROM_AGE = re.compile(
    r"\b(?:aged?|people of|from)\s(\d{2})\s(?:and|or)\s(?:over|above|older|up)\b|"
    r"\b(?:over|above)[- ]?(?:the age of )?(\d{2})s?\b|\b(\d{2})\s?\+(?!\w)|"
    r"\b(\d{2}) (?:and|or) (?:over|above|older)\b"
)
TO_AGE = re.compile(r"(?<!of )\b(?:under|up to|below)[- ]?(?:the age of )?(\d{2})s?\b")
OLDEST_CHILD = 16


def facts_of(entry: Entry) -> Facts:
    text = f"{entry.name}. {entry.description}. {entry.audience}".lower().replace("’", "'")
    audience = entry.audience.lower()
    low, high = _ages(entry, audience, entry.name.lower())
    return Facts(
        min_age=low,
        max_age=high,
        is_women_only="women_only" in entry.traits or bool(WOMEN_WORDS.search(audience) or _says_women(text)),
        is_men_only=bool(MEN_WORDS.search(audience)),
        is_group=_is_group(entry, text),
        is_religious=_is_religious(entry, text),
        is_nhs="nhs" in entry.traits or bool(NHS_WORDS.search(text) and not NOT_NHS_WORDS.search(text)),
        is_free=_is_free(entry, text),
        is_paid=entry.cost == "paid",
        ways=entry.delivery or _ways(entry, text),
    )


def _says_women(text: str) -> bool:
    return "women-only" in text or "women only" in text


def _ages(entry: Entry, *texts: str) -> tuple[int | None, int | None]:
    """Stated limits, else those in the text on whom it is for. A limit for children is none for adults."""
    low, high = entry.min_age, entry.max_age
    for text in texts:
        if low is None and high is None and (found := RANGE.search(text)):
            low, high = int(found[1]), int(found[2])
        if low is None and (found := FROM_AGE.search(text)):
            low = int(next(group for group in found.groups() if group))
        if high is None and (found := TO_AGE.search(text)):
            high = int(found[1])
    return low, high if high and high > OLDEST_CHILD else None


def _is_group(entry: Entry, text: str) -> bool:
    if "group" in entry.traits:
        return True
    alone = entry.delivery and entry.delivery <= {"self_guided", "phone"}
    if "one_to_one" in entry.traits or alone or "self_guided" in entry.delivery:
        return False
    if entry.kind in ONE_TO_ONE_KINDS or ONE_TO_ONE_WORDS.search(text):
        return False
    return entry.kind in GROUP_KINDS or bool(GROUP_WORDS.search(text))


def _is_religious(entry: Entry, text: str) -> bool:
    if "faith_based" in entry.traits:
        return True
    return bool(RELIGIOUS_WORDS.search(text)) and not NO_RELIGION_WORDS.search(text)


def _is_free(entry: Entry, text: str) -> bool:
    """Free by its metadata, and no price in the text takes it back."""
    priced = PRICE.search(f"{text} {entry.cost_text.lower()}")
    return entry.cost == "free" and not (priced and not FREE_WORDS.search(text))


def _ways(entry: Entry, text: str) -> frozenset[str]:
    guesses = {
        "online": r"\b(online|web|video|zoom|website|app|forum|chat)\b",
        "phone": r"\b(phone|telephone|helpline|ring us|call us)\b",
        "self_guided": r"\b(guide|workbook|booklet|download|story|podcast|worksheets?)\b",
    }
    found = {way for way, pattern in guesses.items() if re.search(pattern, text)}
    return frozenset(found) if entry.coverage != "local" else frozenset(found | {"in_person"})
