from typing import Any

from rest_framework import serializers

from recoveryapp.goals.serializers import GoalStepSerializer
from recoveryapp.matching.serializers import ReasonSerializer
from recoveryapp.reminders.serializers import NoticeSerializer


class TodayGoalSerializer(serializers.Serializer[Any]):
    """`steps` are those not done yet, in the person's order."""

    id = serializers.UUIDField()
    words = serializers.CharField()
    steps = GoalStepSerializer(many=True)


class TodayIdeaSerializer(serializers.Serializer[Any]):
    goal = serializers.UUIDField(allow_null=True)
    resource = serializers.UUIDField()
    name = serializers.CharField()
    description = serializers.CharField()
    reasons = ReasonSerializer(many=True)


class TodaySerializer(serializers.Serializer[Any]):
    checked_in_at = serializers.DateTimeField(allow_null=True)
    goals = TodayGoalSerializer(many=True)
    notices = NoticeSerializer(many=True)
    idea = TodayIdeaSerializer(allow_null=True)
