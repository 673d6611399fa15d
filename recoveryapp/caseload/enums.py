from django.db import models


class RequestState(models.TextChoices):
    ASKED = "asked"
    PICKED_UP = "picked_up"
    DONE = "done"
    TAKEN_BACK = "taken_back"


class HandOverState(models.TextChoices):
    OFFERED = "offered"
    AGREED = "agreed"
    NOT_AGREED = "not_agreed"
