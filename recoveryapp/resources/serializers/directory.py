from typing import Any

from rest_framework import serializers

from recoveryapp.resources.enums import Cost, Coverage, Delivery, Status
from recoveryapp.resources.freshness import is_stale


class ResourceSerializer(serializers.Serializer[Any]):
    """A resource as people see it. Needs `today` in its context."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField()
    content_note = serializers.CharField()
    kind = serializers.CharField()
    domains = serializers.ListField(child=serializers.CharField())
    areas = serializers.ListField(child=serializers.CharField())
    mechanisms = serializers.ListField(child=serializers.CharField())
    is_peer_run = serializers.BooleanField()
    delivery = serializers.ListField(child=serializers.ChoiceField(choices=Delivery.choices))
    cost = serializers.ChoiceField(choices=Cost.choices)
    cost_text = serializers.CharField()
    place = serializers.CharField()
    address = serializers.CharField()
    coverage = serializers.ChoiceField(choices=Coverage.choices)
    languages = serializers.ListField(child=serializers.CharField())
    audience = serializers.CharField()
    how_to = serializers.CharField()
    when_text = serializers.CharField()
    url = serializers.CharField()
    phone = serializers.CharField()
    email = serializers.CharField()
    organisation = serializers.CharField()
    assured_on = serializers.DateField(allow_null=True)
    last_checked_on = serializers.DateField(allow_null=True)
    link_broken_on = serializers.DateField(allow_null=True)
    is_stale = serializers.SerializerMethodField()
    status = serializers.ChoiceField(choices=Status.choices)
    merged_into = serializers.UUIDField(source="merged_into_id", allow_null=True)
    licence = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]  # the base class has an option of this name

    def get_is_stale(self, resource: Any) -> bool:
        return is_stale(resource, today=self.context["today"])


class EmergencySerializer(serializers.Serializer[Any]):
    number = serializers.CharField(source="emergency_number")
    text = serializers.CharField(source="emergency_text")
    source = serializers.CharField(source="emergency_source")  # type: ignore[assignment]  # the base class has an option of this name
    verified_on = serializers.DateField(source="emergency_verified_on")


class CrisisContactSerializer(serializers.Serializer[Any]):
    name = serializers.CharField()
    text = serializers.CharField()
    number = serializers.CharField()
    sms = serializers.CharField()
    sms_word = serializers.CharField()
    url = serializers.CharField()
    hours = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())
    source = serializers.CharField()  # type: ignore[assignment]  # the base class has an option of this name
    verified_on = serializers.DateField()
    verified_how = serializers.CharField()


class CrisisCountrySerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    note = serializers.CharField()
    emergency = EmergencySerializer(source="*")
    contacts = CrisisContactSerializer(many=True, source="contacts.all")


class CrisisContactsSerializer(serializers.Serializer[Any]):
    """A number is for `verified_before_days` after it was verified; later the app says so."""

    verified_before_days = serializers.IntegerField()
    countries = CrisisCountrySerializer(many=True)
    worldwide = CrisisContactSerializer(many=True)
