from django.db import models


class PageKind(models.TextChoices):
    """What of the diary can be shared."""

    PAGE = "page"
    LINE = "line"
