from typing import Any

from rest_framework import serializers
from rest_framework.fields import empty

from recoveryapp.common.fields import LINE, NOTE, SHORT, CodesField, WordsField
from recoveryapp.common.serializers import StrictSerializer
from recoveryapp.matching.enums import AskedState, DismissReason, Feature, Helped, Lesson, ResponseState, Wish
from recoveryapp.matching.helping import FEWEST_DAYS, Tendency
from recoveryapp.matching.sentences import sentence
from recoveryapp.outcomes.enums import Domain
from recoveryapp.resources.serializers import ResourceSerializer

MOST_LANGUAGES = 10


class ChoiceOrNull(serializers.ChoiceField):
    """Null on the wire is no choice, which a row keeps as an empty text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"allow_null": True, **kwargs})

    def validate_empty_values(self, data: Any) -> tuple[bool, Any]:
        return (True, "") if data is None or data is empty else (False, data)

    def to_representation(self, value: Any) -> Any:
        return super().to_representation(value) if value else None


class WishesSerializer(StrictSerializer):
    place = WordsField(required=False, default="", max_length=SHORT)
    wishes = CodesField(known=lambda: frozenset(Wish.values), required=False, default=list)
    languages = serializers.ListField(
        child=WordsField(max_length=60), required=False, default=list, max_length=MOST_LANGUAGES
    )


class ReasonSerializer(serializers.Serializer[Any]):
    """`about` holds words of the person or codes of the logic model; `text` is the sentence in English."""

    code = serializers.ChoiceField(choices=Feature.choices)
    about = serializers.ListField(child=serializers.CharField())
    text = serializers.SerializerMethodField()

    def get_text(self, reason: Any) -> str:
        return sentence(reason)


class PathSerializer(serializers.Serializer[Any]):
    """Goal -> domain -> area -> mechanism -> kind -> resource, by codes."""

    domain = serializers.CharField()
    area = serializers.CharField()
    mechanism = serializers.CharField()
    kind = serializers.CharField()


class OwnIdeaSerializer(StrictSerializer):
    id = serializers.UUIDField(read_only=True)
    recorded_at = serializers.DateTimeField(read_only=True)
    goal = serializers.UUIDField(source="goal_id")
    words = WordsField(max_length=LINE)
    state = serializers.ChoiceField(
        choices=ResponseState.choices, required=False, default=ResponseState.SAVED
    )
    helped = ChoiceOrNull(choices=Helped.choices, required=False)


class SuggestionSerializer(serializers.Serializer[Any]):
    goal = serializers.UUIDField(allow_null=True)
    resource = ResourceSerializer()
    reasons = ReasonSerializer(many=True)
    links = PathSerializer(many=True)
    state = serializers.SerializerMethodField()

    def get_state(self, suggestion: Any) -> ResponseState | None:
        return ResponseState(suggestion.response.state) if suggestion.response else None


class SuggestionsSerializer(serializers.Serializer[Any]):
    goal = serializers.UUIDField(allow_null=True)
    suggestions = SuggestionSerializer(many=True)
    own_ideas = OwnIdeaSerializer(many=True)


class StoryCardSerializer(serializers.Serializer[Any]):
    """What stands for a story: its words are behind it."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    about = serializers.CharField(source="description")
    content_note = serializers.CharField()
    languages = serializers.ListField(child=serializers.CharField())


class GoalStoriesSerializer(serializers.Serializer[Any]):
    stories = StoryCardSerializer(many=True)


class GoalFilterSerializer(serializers.Serializer[Any]):
    goal = serializers.UUIDField(required=False, default=None)


class RespondSerializer(StrictSerializer):
    state = serializers.ChoiceField(choices=AskedState.choices)
    reason = ChoiceOrNull(choices=DismissReason.choices, required=False)
    reason_words = WordsField(required=False, default="", max_length=LINE)
    helped = ChoiceOrNull(choices=Helped.choices, required=False)
    note = WordsField(required=False, default="", max_length=NOTE)


class SuggestionResponseSerializer(serializers.Serializer[Any]):
    goal = serializers.UUIDField(source="goal_id")
    state = serializers.ChoiceField(choices=AskedState.choices)
    reason = ChoiceOrNull(choices=DismissReason.choices)
    reason_words = serializers.CharField()
    helped = ChoiceOrNull(choices=Helped.choices)
    note = serializers.CharField()


class AnsweredSuggestionSerializer(SuggestionSerializer):
    """One suggestion, and all that was answered to it."""

    answer = SuggestionResponseSerializer(source="response", allow_null=True)


class StateFilterSerializer(serializers.Serializer[Any]):
    state = serializers.ChoiceField(choices=ResponseState.choices, required=False, default=None)


class SavedResourceSerializer(SuggestionResponseSerializer):
    resource = ResourceSerializer()
    recorded_at = serializers.DateTimeField()


class WhatHelpedSerializer(serializers.Serializer[Any]):
    """One kind of help that I tried; a null kind is my own ideas. Counts only."""

    kind = serializers.CharField(allow_null=True)
    tried = serializers.IntegerField()
    helped = serializers.IntegerField()
    not_helped = serializers.IntegerField()
    not_said = serializers.IntegerField()
    domains = serializers.DictField(child=serializers.IntegerField())
    examples = serializers.ListField(child=serializers.CharField())


class GoalDaysSerializer(serializers.Serializer[Any]):
    """The days on which I did something for a goal, beside my other days: counts, and no cause."""

    goal = serializers.UUIDField()
    words = serializers.CharField()
    domain = serializers.ChoiceField(choices=Domain.choices)
    days = serializers.IntegerField(source="days.days")
    better = serializers.IntegerField(source="days.better")
    same = serializers.IntegerField(source="days.same")
    lower = serializers.IntegerField(source="days.lower")
    others = serializers.IntegerField(source="days.others")
    tendency = serializers.ChoiceField(source="days.tendency", choices=[(t, t) for t in Tendency])


class OwnModelSerializer(serializers.Serializer[Any]):
    since = serializers.DateField()
    fewest_days = serializers.SerializerMethodField()
    tried = WhatHelpedSerializer(many=True)
    days = GoalDaysSerializer(many=True)

    def get_fewest_days(self, _model: Any) -> int:
        """With fewer on either side, nothing is compared."""
        return FEWEST_DAYS


class LearnsSerializer(StrictSerializer):
    learns = serializers.BooleanField()
    learns_since = serializers.DateTimeField(required=False, allow_null=True)
    """Only to take back a new beginning; left out, it stays."""


class TaughtSerializer(serializers.Serializer[Any]):
    """One answer of mine, and what it teaches."""

    lesson = serializers.ChoiceField(choices=Lesson.choices)
    resource = serializers.UUIDField(source="response.resource_id")
    name = serializers.CharField(source="response.resource.name")
    kind = serializers.CharField(source="response.resource.kind")
    goal = serializers.UUIDField(source="response.goal_id")
    state = serializers.ChoiceField(source="response.state", choices=ResponseState.choices)
    reason = ChoiceOrNull(source="response.reason", choices=DismissReason.choices)
    helped = ChoiceOrNull(source="response.helped", choices=Helped.choices)
    recorded_at = serializers.DateTimeField(source="response.recorded_at")


class LearningSerializer(serializers.Serializer[Any]):
    learns = serializers.BooleanField(source="wishes.learns")
    learns_since = serializers.DateTimeField(source="wishes.learns_since", allow_null=True)
    taught = TaughtSerializer(many=True)
