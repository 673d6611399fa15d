from typing import Any

from rest_framework import serializers

from recoveryapp.arrivals.models import MOST_PIECES
from recoveryapp.common.fields import StrictIntegerField
from recoveryapp.common.problems import TooLarge
from recoveryapp.common.serializers import StrictSerializer


class ArrivingSerializer(serializers.Serializer[Any]):
    """The pieces that are here, in order."""

    numbers = serializers.ListField(child=serializers.IntegerField())


class ArrivedSerializer(StrictSerializer):
    """A file whose pieces were sent under the id in the address: so many, of so many bytes in all."""

    pieces = StrictIntegerField(min_value=1, max_value=MOST_PIECES)
    size = StrictIntegerField(min_value=1)


def refuse_large(size: int, *, most: int) -> None:
    """By what is said of it, before anything of it is opened. Raises TooLarge."""
    if size > most:
        raise TooLarge
