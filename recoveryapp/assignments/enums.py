from django.db import models


class Began(models.TextChoices):
    """How the person said yes."""

    REQUEST = "request"
    """They asked a team for support, and this practitioner picked it up."""
    CODE = "code"
    """They took this practitioner's code in the room, and then chose to work together."""
    HAND_OVER = "hand_over"
    """They were asked whether this practitioner may go on where another ended, and agreed."""
