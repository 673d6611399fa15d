from django.db import models


class Domain(models.TextChoices):
    """The three families of recovery outcomes; each is a column of a check-in."""

    FUNCTIONAL = "functional"
    EXISTENTIAL = "existential"
    SOCIAL = "social"


class Level(models.TextChoices):
    """How much; `NOT_NOW` is “not for me right now”, an answer without a place on the scale."""

    NOT_AT_ALL = "not_at_all"
    A_LITTLE = "a_little"
    SOME = "some"
    QUITE_A_LOT = "quite_a_lot"
    A_LOT = "a_lot"
    NOT_NOW = "not_now"


SCALE = {
    Level.NOT_AT_ALL: 0,
    Level.A_LITTLE: 1,
    Level.SOME: 2,
    Level.QUITE_A_LOT: 3,
    Level.A_LOT: 4,
}


class Feel(models.TextChoices):
    """The whole day in one tap."""

    HARD = "hard"
    OK = "ok"
    GOOD = "good"


class Evidence(models.TextChoices):
    """How far a row of the logic model may be trusted, and to whom it may be attributed."""

    STATED_IN_REVIEW_ABSTRACT = "stated_in_review_abstract"
    OTHER_PUBLISHED_SOURCE = "other_published_source"
    OWN_EDITORIAL_LINK = "own_editorial_link"


class PartType(models.TextChoices):
    """What a link of the logic model may join; the wishes themselves belong to the app that asks for them."""

    MECHANISM = "mechanism"
    KIND = "kind"
    AREA = "area"
    BARRIER = "barrier"
    WISH = "wish"


class Relation(models.TextChoices):
    WORKS_THROUGH = "works_through"
    MAY_HELP_WITH = "may_help_with"
    MAY_BE_EASED_BY = "may_be_eased_by"
    SUGGESTS_ASKING_ABOUT = "suggests_asking_about"


class TimelineKind(models.TextChoices):
    CHECK_IN = "check_in"
    MILESTONE = "milestone"
