from django.db import models


class Wish(models.TextChoices):
    """What a person rules in or out. Hard: what they ruled out never appears."""

    ONLINE_ONLY = "online_only"
    FROM_HOME = "from_home"
    NO_INTERNET = "no_internet"
    FREE_ONLY = "free_only"
    LOW_COST = "low_cost"
    NOT_GROUPS = "not_groups"
    WOMEN_ONLY = "women_only"
    NOT_RELIGIOUS = "not_religious"
    NOT_NHS = "not_nhs"


class ResponseState(models.TextChoices):
    SAVED = "saved"
    DISMISSED = "dismissed"
    """On screen: not for me."""
    TRIED = "tried"


class AskedState(models.TextChoices):
    """What a person may answer to a suggestion; `none` takes an earlier answer back."""

    SAVED = "saved"
    DISMISSED = "dismissed"
    TRIED = "tried"
    NONE = "none"


class DismissReason(models.TextChoices):
    TOO_FAR = "too_far"
    COSTS = "costs"
    GROUPS = "groups"
    BAD_EXPERIENCE = "bad_experience"
    NOT_NOW = "not_now"
    NOT_MY_THING = "not_my_thing"
    OTHER = "other"


class Helped(models.TextChoices):
    YES = "yes"
    A_BIT = "a_bit"
    NO = "no"


HELPED = (Helped.YES, Helped.A_BIT)


class Lesson(models.TextChoices):
    """What an answer teaches about what else to offer to the same person."""

    LIKED = "liked"
    """More like this: saved, or tried and not without help."""
    PUT_ASIDE = "put_aside"
    """Less like this: not my thing, a bad experience, or it did not help."""
    AVOIDED = "avoided"
    """Less that is far, costs or is a group."""


class Feature(models.TextChoices):
    """What can move a suggestion up or down; the reason codes are those that moved it up."""

    NEED = "need"
    """Goal and resource speak of the same needs."""
    MEANING = "meaning"
    WORDS = "words"
    KIND = "kind"
    """This kind of help is thought of for such needs."""
    DOMAIN = "domain"
    AREA = "area"
    BARRIER = "barrier"
    AFFORDABLE = "affordable"
    NEAR = "near"
    PEER_RUN = "peer_run"
    LANGUAGE = "language"
    LIKED = "liked"
    """It is like what the person kept, or what helped."""
    PUT_ASIDE = "put_aside"
    """It is like what the person put aside."""
    AVOIDED = "avoided"
    """The person gave its distance, cost or being a group as the reason for a no."""
    HARD = "hard"
    """One of the person's barriers stands in front of it."""
    STALE = "stale"
    NOT_FOR = "not_for"
