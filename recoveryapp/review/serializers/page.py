from datetime import date, datetime
from typing import Any, cast

from rest_framework import serializers

from recoveryapp.common.fields import DayField
from recoveryapp.consent.gate import Reading
from recoveryapp.consent.scopes import Purpose, Scope
from recoveryapp.goals.attainment.serializers import AttainedSerializer
from recoveryapp.goals.enums import GoalStatus
from recoveryapp.journal.enums import PageKind
from recoveryapp.journal.shared import SharedPage
from recoveryapp.outcomes.enums import Domain
from recoveryapp.plans.serializers import SharedPlanSerializer
from recoveryapp.review.content import MOST_PAGES, Review
from recoveryapp.review.enums import ChangeKind

PAGE_SHOWN = 1_000
"""Characters of a page on the review; the rest is one tap away."""


class OnField(serializers.DateField):
    """The day of a moment by the person's clocks: not the hour, which is theirs. Needs `zone` in context."""

    def to_representation(self, value: Any) -> str:
        moment = cast("datetime", value)
        return super().to_representation(moment.astimezone(self.context["zone"]).date())


class ReviewFilterSerializer(serializers.Serializer[Any]):
    """The two days that are compared. Left out: the last look or three months ago, and today."""

    then = DayField(required=False, default=None)
    now = DayField(required=False, default=None)

    def validate(self, attrs: dict[str, date | None]) -> dict[str, date | None]:
        then, now = attrs["then"], attrs["now"]
        if then and now and now < then:
            refused = serializers.ErrorDetail("The later day comes second.", "out_of_order")
            raise serializers.ValidationError({"now": [refused]})
        return attrs


class LookFilterSerializer(ReviewFilterSerializer):
    purpose = serializers.ChoiceField(choices=Purpose.choices)


class PersonSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    called = serializers.CharField()


class SharedSerializer(serializers.Serializer[Any]):
    """What a person chose to share here, why and until when."""

    purpose = serializers.ChoiceField(choices=Purpose.choices)
    scopes = serializers.SerializerMethodField()
    until = serializers.DateTimeField()

    def get_scopes(self, reading: Reading) -> list[Scope]:
        return reading.scopes


class ChangeSerializer(serializers.Serializer[Any]):
    kind = serializers.ChoiceField(choices=ChangeKind.choices)
    on = OnField(source="at")
    words = serializers.CharField()
    goal = serializers.UUIDField(allow_null=True)
    value = serializers.IntegerField(allow_null=True)
    status = serializers.ChoiceField(choices=GoalStatus.choices, allow_null=True)


class ChangesSerializer(serializers.Serializer[Any]):
    """Since the viewer's last look; null: there was none."""

    since = serializers.DateTimeField(allow_null=True)
    counts = serializers.DictField(child=serializers.IntegerField())
    items = ChangeSerializer(many=True)


class ReviewStepSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    words = serializers.CharField()
    done_on = OnField(source="done_at", allow_null=True)


class ReviewPointSerializer(serializers.Serializer[Any]):
    on = OnField(source="at")
    value = serializers.FloatField()
    count = serializers.IntegerField()


class ReviewSeriesSerializer(serializers.Serializer[Any]):
    """`weeks_per_point` 0: each point is one rating."""

    weeks_per_point = serializers.IntegerField()
    points = ReviewPointSerializer(many=True)


class ReviewScaleSerializer(serializers.Serializer[Any]):
    """In own words what each of the five steps would be, and where it is: -2 to 2, null where not said."""

    words = serializers.ListField(child=serializers.CharField())
    weight = serializers.IntegerField()
    level = serializers.IntegerField(allow_null=True)
    on = OnField(source="at", allow_null=True)


class ReviewGoalSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField(source="shared.goal.pk")
    words = serializers.CharField(source="shared.goal.words")
    why = serializers.CharField(source="shared.goal.why")
    domains = serializers.ListField(source="shared.goal.domains", child=serializers.CharField())
    areas = serializers.ListField(source="shared.goal.areas", child=serializers.CharField())
    barriers = serializers.ListField(source="shared.goal.shown_barriers", child=serializers.CharField())
    own_barrier = serializers.CharField(source="shared.goal.shown_own_barrier")
    importance = serializers.IntegerField(source="shared.goal.importance", allow_null=True)
    confidence = serializers.IntegerField(source="shared.goal.confidence", allow_null=True)
    together_with = serializers.CharField(source="shared.goal.together_with")
    begun_on = OnField(source="shared.goal.recorded_at")
    status = serializers.ChoiceField(source="shared.status.status", choices=GoalStatus.choices)
    status_on = OnField(source="shared.status.at")
    steps = ReviewStepSerializer(source="shared.steps", many=True)
    ratings = ReviewSeriesSerializer(source="series")
    then = serializers.IntegerField(allow_null=True)
    now = serializers.IntegerField(allow_null=True)
    scale = ReviewScaleSerializer(source="shared.scale", allow_null=True)


class ReviewDomainSerializer(serializers.Serializer[Any]):
    """Means from 0 (not at all) to 4 (a lot); null where nothing was answered."""

    domain = serializers.ChoiceField(choices=Domain.choices)
    weeks = serializers.ListField(child=serializers.FloatField(allow_null=True))
    then = serializers.FloatField(allow_null=True)
    now = serializers.FloatField(allow_null=True)


class ReviewDomainsSerializer(serializers.Serializer[Any]):
    """Weeks one after the other, each by its Monday; `then` and `now` are of the two weeks up to each day."""

    first_week_on = serializers.DateField()
    domains = ReviewDomainSerializer(many=True)


class ReviewMilestoneSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    on = serializers.DateField(source="happened_on")
    text = serializers.CharField()
    domain = serializers.ChoiceField(choices=Domain.choices, allow_null=True)


class HelpedSerializer(serializers.Serializer[Any]):
    """One of the two says something: own words, or the name of an idea that was tried."""

    id = serializers.UUIDField()
    on = OnField(source="at")
    words = serializers.CharField()
    idea = serializers.CharField()
    together_with = serializers.CharField()


class InTheWaySerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    on = OnField(source="at")
    words = serializers.CharField()
    barriers = serializers.ListField(child=serializers.CharField())
    together_with = serializers.CharField()


class SharedPageSerializer(serializers.Serializer[Any]):
    """A page of the journal marked for sharing, or a line taken out of one."""

    kind = serializers.ChoiceField(choices=PageKind.choices)
    id = serializers.UUIDField()
    on = OnField(source="at")
    prompt = serializers.CharField()
    words = serializers.CharField()
    is_whole = serializers.SerializerMethodField()

    def get_is_whole(self, page: SharedPage) -> bool:
        return True


class BeginningOfPageSerializer(SharedPageSerializer):
    words = serializers.SerializerMethodField()  # type: ignore[assignment]

    def get_words(self, page: SharedPage) -> str:
        return page.words[:PAGE_SHOWN]

    def get_is_whole(self, page: SharedPage) -> bool:
        return len(page.words) <= PAGE_SHOWN


class ReviewPageSerializer(serializers.Serializer[Any]):
    """All that one person shares with the viewer for one purpose."""

    person = PersonSerializer()
    shared = SharedSerializer(source="reading")
    then_on = serializers.DateField()
    now_on = serializers.DateField()
    changes = ChangesSerializer()
    plan = SharedPlanSerializer(allow_null=True)
    goals = ReviewGoalSerializer(many=True)
    attained = AttainedSerializer(allow_null=True)
    domains = ReviewDomainsSerializer(allow_null=True)
    milestones = ReviewMilestoneSerializer(many=True)
    helped = HelpedSerializer(many=True)
    in_the_way = InTheWaySerializer(many=True)
    pages = serializers.SerializerMethodField()
    has_more_pages = serializers.SerializerMethodField()

    def get_pages(self, review: Review) -> list[dict[str, Any]]:
        shown = review.pages[:MOST_PAGES]
        return cast(
            "list[dict[str, Any]]", BeginningOfPageSerializer(shown, many=True, context=self.context).data
        )

    def get_has_more_pages(self, review: Review) -> bool:
        return len(review.pages) > MOST_PAGES


def review_as_data(review: Review) -> dict[str, Any]:
    return dict(ReviewPageSerializer(review, context={"zone": review.zone}).data)
