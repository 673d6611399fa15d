from django.db import models


class Status(models.TextChoices):
    ACTIVE = "active"
    INACTIVE = "inactive"
    TEMPORARILY_CLOSED = "temporarily_closed"
    CLOSED = "closed"


class Coverage(models.TextChoices):
    LOCAL = "local"
    NATIONAL = "national"
    INTERNATIONAL = "international"
    UNKNOWN = "unknown"
    """The directory does not say where it can be used."""


class Cost(models.TextChoices):
    FREE = "free"
    LOW = "low"
    PAID = "paid"
    UNKNOWN = "unknown"


class Delivery(models.TextChoices):
    IN_PERSON = "in_person"
    ONLINE = "online"
    PHONE = "phone"
    SELF_GUIDED = "self_guided"


class Trait(models.TextChoices):
    """What a person may rule in or out, beside cost and place."""

    PEER_RUN = "peer_run"
    GROUP = "group"
    ONE_TO_ONE = "one_to_one"
    WOMEN_ONLY = "women_only"
    FAITH_BASED = "faith_based"
    NHS = "nhs"


class LinkState(models.TextChoices):
    NEW = "new"
    WORKING = "working"
    FAILING = "failing"
    """Not long or not often enough to say so to people."""
    BROKEN = "broken"


class ReportReason(models.TextChoices):
    CLOSED = "closed"
    WRONG_DETAILS = "wrong_details"
    LINK_BROKEN = "link_broken"
    NOT_AS_SAID = "not_as_said"
    NOT_SAFE = "not_safe"
    OTHER = "other"


class ReportOutcome(models.TextChoices):
    CORRECTED = "corrected"
    RETIRED = "retired"
    AS_IT_WAS = "as_it_was"
    """Looked at, and nothing was wrong."""


class UploadState(models.TextChoices):
    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    REFUSED = "refused"
    """Nothing of it was taken; its import says why."""


class Verdict(models.TextChoices):
    FINE = "fine"
    CHANGE = "change"
    """Its writer is asked to look at it again; it goes back to them."""


class StoryState(models.TextChoices):
    DRAFT = "draft"
    ASKED = "asked"
    PUBLISHED = "published"
