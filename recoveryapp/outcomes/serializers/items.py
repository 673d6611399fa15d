from rest_framework import serializers

from recoveryapp.common.fields import SHORT, CodesField, WordsField
from recoveryapp.common.serializers import StrictSerializer
from recoveryapp.outcomes import catalogue
from recoveryapp.outcomes.enums import Domain

MOST_CHOSEN = 50


class OwnItemSerializer(StrictSerializer):
    """A person's own question to themselves."""

    id = serializers.UUIDField(read_only=True)
    domain = serializers.ChoiceField(choices=Domain.choices)
    text = WordsField(max_length=SHORT)
    is_archived = serializers.BooleanField(read_only=True)


class ChosenItemsSerializer(StrictSerializer):
    chosen = CodesField(known=catalogue.item_codes, max_length=MOST_CHOSEN)


class CheckInItemsSerializer(ChosenItemsSerializer):
    """The codes of the chosen items of the measures, in the person's order, and all items of their own."""

    own = OwnItemSerializer(many=True, read_only=True)
