from typing import Any

from rest_framework import serializers

from recoveryapp.accounts.enums import Role
from recoveryapp.audit.enums import READING_VERBS
from recoveryapp.common.fields import DayField
from recoveryapp.consent.scopes import Purpose, Scope


class AccessLogFilterSerializer(serializers.Serializer[Any]):
    """Who read, what kind of content; days by my own clocks, both of them included."""

    person = serializers.UUIDField(required=False, default=None)
    kind = serializers.ChoiceField(choices=Scope.choices, required=False, default=None)
    since = DayField(required=False, default=None)
    until = DayField(required=False, default=None)


class ReaderSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(allow_null=True)
    called = serializers.CharField()
    role = serializers.ChoiceField(choices=Role.choices)
    job_title = serializers.CharField()
    organisation = serializers.CharField()


class LogLineSerializer(serializers.Serializer[Any]):
    """One request in which somebody else was shown something of mine."""

    id = serializers.UUIDField()
    at = serializers.DateTimeField()
    who = ReaderSerializer()
    verb = serializers.ChoiceField(choices=READING_VERBS)
    noun = serializers.CharField()
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices))
    purpose = serializers.ChoiceField(choices=Purpose.choices)
    count = serializers.IntegerField()
