from datetime import date
from typing import Any

from rest_framework import serializers

from recoveryapp.common.fields import DayField, WordsField
from recoveryapp.common.serializers import VersionedSerializer
from recoveryapp.goals.enums import GoalStatus
from recoveryapp.outcomes.enums import Domain
from recoveryapp.review.serializers.page import (
    HelpedSerializer,
    InTheWaySerializer,
    OnField,
    PersonSerializer,
    ReviewDomainsSerializer,
    ReviewMilestoneSerializer,
    ReviewPageSerializer,
    ReviewSeriesSerializer,
    SharedPageSerializer,
)
from recoveryapp.review.sheet import MOST_OF_A_KIND, SheetPage

WORDS = 1_000
SHOWN = 180
"""Characters of each text on the sheet, so that it stays one page."""


class TickedField(serializers.ListField):
    """Ids of one kind, each once. What is not the person's own is not on the sheet."""

    def __init__(self, **kwargs: Any) -> None:
        ids = serializers.UUIDField()
        super().__init__(child=ids, required=False, default=list, max_length=MOST_OF_A_KIND, **kwargs)

    def to_internal_value(self, data: Any) -> list[Any]:
        return list(dict.fromkeys(super().to_internal_value(data)))


class MeetingSheetSerializer(VersionedSerializer):
    """What is on one page for a meeting: what is ticked, and own words. `grant` says who has it too."""

    id = serializers.UUIDField(read_only=True)
    words = WordsField(required=False, default="", max_length=WORDS)
    meeting_on = serializers.DateField(required=False, allow_null=True, default=None)
    then_on = DayField(required=False, allow_null=True, default=None)
    now_on = DayField(required=False, allow_null=True, default=None)
    domains = serializers.ListField(
        child=serializers.ChoiceField(choices=Domain.choices),
        required=False,
        default=list,
        max_length=len(Domain),
    )
    goals = TickedField(source="goal_ids")
    milestones = TickedField(source="milestone_ids")
    helped = TickedField(source="helped_ids")
    in_the_way = TickedField(source="in_the_way_ids")
    pages = TickedField(source="page_ids")
    grant = serializers.UUIDField(source="grant_id", required=False, allow_null=True, default=None)

    def validate_domains(self, domains: list[str]) -> list[str]:
        return [domain.value for domain in Domain if domain in domains]

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        then: date | None = attrs["then_on"]
        now: date | None = attrs["now_on"]
        if (then is None) != (now is None):
            self._refuse("both_or_neither", "Two days are compared, or none.")
        if then and now and now < then:
            self._refuse("out_of_order", "The later day comes second.")
        return attrs

    def _refuse(self, code: str, sentence: str) -> None:
        raise serializers.ValidationError({"now_on": [serializers.ErrorDetail(sentence, code)]})


class ShortField(serializers.CharField):
    """The beginning of a text, so that the sheet stays one page."""

    def to_representation(self, value: str) -> str:
        return value if len(value) <= SHOWN else f"{value[:SHOWN].rstrip()}…"


class SheetGoalSerializer(serializers.Serializer[Any]):
    """`then` is null where no two days are compared; `now` is the newest rating up to the later day."""

    id = serializers.UUIDField(source="shared.goal.pk")
    words = ShortField(source="shared.goal.words")
    together_with = serializers.CharField(source="shared.goal.together_with")
    status = serializers.ChoiceField(source="shared.status.status", choices=GoalStatus.choices)
    ratings = ReviewSeriesSerializer(source="series")
    then = serializers.IntegerField(allow_null=True)
    now = serializers.IntegerField(allow_null=True)


class SheetMilestoneSerializer(ReviewMilestoneSerializer):
    text = ShortField()


class SheetHelpedSerializer(HelpedSerializer):
    words = ShortField()
    idea = ShortField()


class SheetInTheWaySerializer(InTheWaySerializer):
    words = ShortField()


class SheetJournalSerializer(SharedPageSerializer):
    words = ShortField()

    def get_is_whole(self, page: Any) -> bool:
        return len(page.words) <= SHOWN


class SheetPageSerializer(serializers.Serializer[Any]):
    """One page for a meeting, as everybody who may see it sees it."""

    id = serializers.UUIDField(source="sheet.pk")
    person = PersonSerializer()
    meeting_on = serializers.DateField(source="sheet.meeting_on", allow_null=True)
    today = serializers.DateField()
    then_on = serializers.DateField(source="sheet.then_on", allow_null=True)
    now_on = serializers.DateField(source="sheet.now_on", allow_null=True)
    words = serializers.CharField(source="sheet.words")
    goals = SheetGoalSerializer(many=True)
    domains = ReviewDomainsSerializer(allow_null=True)
    milestones = SheetMilestoneSerializer(many=True)
    helped = SheetHelpedSerializer(many=True)
    in_the_way = SheetInTheWaySerializer(many=True)
    pages = SheetJournalSerializer(many=True)


class HandedSheetSerializer(serializers.Serializer[Any]):
    """A sheet in the list of those handed to the viewer; its words are on the sheet."""

    id = serializers.UUIDField()
    meeting_on = serializers.DateField(allow_null=True)
    changed_on = OnField(source="recorded_at")


class TickableSerializer(ReviewPageSerializer):
    """Everything that can be ticked, with its id, put together as a review is."""

    person = None  # type: ignore[assignment]
    shared = None  # type: ignore[assignment]
    changes = None  # type: ignore[assignment]


def sheet_as_data(page: SheetPage) -> dict[str, Any]:
    return dict(SheetPageSerializer(page, context={"zone": page.zone}).data)
