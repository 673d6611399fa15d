"""Shapes of the manager's half of the directory."""

from typing import Any

from rest_framework import serializers

from recoveryapp.common.fields import LINE, NOTE, PAGE, SHORT, CodesField, StrictIntegerField, WordsField
from recoveryapp.common.serializers import StrictSerializer
from recoveryapp.outcomes import catalogue
from recoveryapp.resources.enums import Cost, Coverage, Delivery, Status, Trait
from recoveryapp.resources.hsds.node import PHONE, is_web_address
from recoveryapp.resources.serializers.directory import ResourceSerializer

OLDEST = 150
MANY = 30


class WebAddressField(serializers.CharField):
    default_error_messages = {"no_web_address": "This is not a web address."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=2000, allow_blank=True, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if text and not is_web_address(text):
            self.fail("no_web_address")
        return text


class PhoneField(WordsField):
    default_error_messages = {"no_phone": "This is not a phone number."}

    def to_internal_value(self, data: Any) -> str:
        text = super().to_internal_value(data)
        if text and not PHONE.fullmatch(text):
            self.fail("no_phone")
        return text


class MeaningSerializer(StrictSerializer):
    """Codes of the logic model."""

    areas = CodesField(known=catalogue.area_codes)
    mechanisms = CodesField(known=catalogue.mechanism_codes)
    traits = CodesField(known=lambda: frozenset(Trait.values), required=False, default=list)


class ResourceFieldsSerializer(MeaningSerializer):
    """Everything that a manager can say of a resource."""

    name = WordsField(max_length=300)
    description = WordsField(max_length=PAGE, required=False, default="")
    content_note = WordsField(max_length=LINE, required=False, default="")
    kind = serializers.CharField(max_length=64)
    delivery = CodesField(known=lambda: frozenset(Delivery.values), required=False, default=list)
    cost = serializers.ChoiceField(choices=Cost.choices, required=False, default=Cost.UNKNOWN)
    cost_text = WordsField(max_length=LINE, required=False, default="")
    place = WordsField(max_length=SHORT, required=False, default="")
    address = WordsField(max_length=1000, required=False, default="")
    coverage = serializers.ChoiceField(choices=Coverage.choices, required=False, default=Coverage.UNKNOWN)
    languages = serializers.ListField(
        child=WordsField(max_length=64),
        max_length=MANY,
        allow_empty=False,
        required=False,
        default=["English"],
    )
    audience = WordsField(max_length=900, required=False, default="")
    how_to = WordsField(max_length=NOTE, required=False, default="")
    when_text = WordsField(max_length=300, required=False, default="")
    url = WebAddressField(required=False, default="")
    phone = PhoneField(max_length=40, required=False, default="")
    email = serializers.EmailField(max_length=254, required=False, allow_blank=True, default="")
    organisation = WordsField(max_length=300, required=False, default="")
    min_age = StrictIntegerField(min_value=0, max_value=OLDEST, required=False, allow_null=True, default=None)
    max_age = StrictIntegerField(min_value=0, max_value=OLDEST, required=False, allow_null=True, default=None)

    def validate_kind(self, kind: str) -> str:
        if kind not in catalogue.kind_codes():
            raise serializers.ValidationError("There is no such kind.", code="unknown_code")
        return kind


class AddResourceSerializer(ResourceFieldsSerializer):
    key = serializers.UUIDField()
    """Made by the client: sent twice, it is one resource."""


class ChangeResourceSerializer(ResourceFieldsSerializer):
    seen_at = serializers.DateTimeField(allow_null=True)
    """Its `updated_at` as last seen; null for a service that is placed for the first time."""


class MergeResourceSerializer(StrictSerializer):
    into = serializers.UUIDField()


class KeepApartSerializer(StrictSerializer):
    first = serializers.UUIDField()
    second = serializers.UUIDField()


class KeptResourceSerializer(ResourceSerializer):
    """A resource as its managers see it."""

    min_age = serializers.IntegerField(allow_null=True)
    max_age = serializers.IntegerField(allow_null=True)
    traits = serializers.ListField(child=serializers.CharField())
    updated_at = serializers.DateTimeField()
    by_hand = serializers.SerializerMethodField()
    open_reports = serializers.IntegerField()

    def get_by_hand(self, resource: Any) -> list[str]:
        """Names of the fields that a manager set."""
        return sorted(resource.service.by_hand) if resource.service else []


class ResourceFilterSerializer(StrictSerializer):
    q = WordsField(max_length=SHORT, required=False, default="")
    kind = serializers.CharField(max_length=64, required=False, allow_blank=True, default="")
    status = serializers.ChoiceField(choices=Status.choices, required=False, allow_blank=True, default="")
    source = serializers.CharField(max_length=100, required=False, allow_blank=True, default="")  # type: ignore[assignment]  # the base class has an option of this name
    needs = serializers.ChoiceField(
        choices=["check", "link", "answer"], required=False, allow_blank=True, default=""
    )
    """What to look for: it was not checked for long, its link is broken, somebody said it was wrong."""


class TermSerializer(serializers.Serializer[Any]):
    """A publisher's word, and what it stands for here once somebody said so."""

    id = serializers.UUIDField()
    taxonomy = serializers.CharField()
    code = serializers.CharField()
    name = serializers.CharField()
    services = serializers.IntegerField()
    kind = serializers.CharField()
    areas = serializers.ListField(child=serializers.CharField())
    mechanisms = serializers.ListField(child=serializers.CharField())
    traits = serializers.ListField(child=serializers.CharField())
    placed_at = serializers.DateTimeField(allow_null=True)


class PlaceTermSerializer(MeaningSerializer):
    kind = serializers.CharField(max_length=64, allow_blank=True)
    """Empty: the term says nothing of the kind."""

    def validate_kind(self, kind: str) -> str:
        if kind and kind not in catalogue.kind_codes():
            raise serializers.ValidationError("There is no such kind.", code="unknown_code")
        return kind


class TermFilterSerializer(StrictSerializer):
    is_placed = serializers.BooleanField(required=False, default=False)


class UnplacedServiceSerializer(serializers.Serializer[Any]):
    """Kept as its publisher gave it, and shown to nobody until it has a kind. Needs `terms` as context."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # the base class has an option of this name
    status = serializers.ChoiceField(choices=Status.choices)
    organisation = serializers.CharField(source="organisation.name", default="")
    terms = serializers.SerializerMethodField()

    def get_terms(self, service: Any) -> list[str]:
        known = self.context["terms"]
        found = (known[term] for term in service.unknown_terms if term in known)
        return [term.name or term.code for term in found]


class WholeUnplacedServiceSerializer(UnplacedServiceSerializer):
    raw = serializers.JSONField()


class DuplicateSerializer(serializers.Serializer[Any]):
    first = ResourceSerializer()
    second = ResourceSerializer()
    alike = serializers.FloatField()
    same = serializers.ListField(child=serializers.ChoiceField(choices=["address", "phone", "url"]))


class ToDoSerializer(serializers.Serializer[Any]):
    """How many of each wait for a manager."""

    services = serializers.IntegerField()
    """Without a kind: nobody sees them."""
    terms = serializers.IntegerField()
    reports = serializers.IntegerField()
    check = serializers.IntegerField()
    """Open, and not checked for long."""
    link = serializers.IntegerField()
    """Open, and their link is broken."""
    crisis = serializers.IntegerField()
    """Numbers for a crisis whose link is broken; people see them as before."""
    open = serializers.IntegerField()
    """All that people may be offered."""


class BrokenContactSerializer(serializers.Serializer[Any]):
    """Somebody to call in a crisis whose web address leads nowhere."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    country = serializers.CharField(source="country.name", default="")
    """Empty: for the whole world."""
    number = serializers.CharField()
    url = serializers.CharField()
    looked_at = serializers.DateTimeField()
