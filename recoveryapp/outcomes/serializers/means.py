from typing import Any

from rest_framework import serializers

from recoveryapp.common.fields import DayField
from recoveryapp.outcomes.enums import Domain
from recoveryapp.outcomes.queries.means import Week

TEN_YEARS_OF_WEEKS = 522


class MeansSerializer(serializers.Serializer[Any]):
    """Means from 0 (not at all) to 4 (a lot); null where nothing was answered."""

    count = serializers.IntegerField()
    functional = serializers.FloatField(allow_null=True)
    existential = serializers.FloatField(allow_null=True)
    social = serializers.FloatField(allow_null=True)


class WeekSerializer(MeansSerializer):
    week_on = serializers.DateField()

    def to_representation(self, week: Week) -> dict[str, Any]:
        """As its fields would say it, without asking each: there may be 522 weeks."""
        found = {
            name: None if (mean := getattr(week, name)) is None else float(mean) for name in Domain.values
        }
        return {"count": week.count, **found, "week_on": week.week_on.isoformat()}


class TrendSerializer(serializers.Serializer[Any]):
    weeks = WeekSerializer(many=True)


class TrendFilterSerializer(serializers.Serializer[Any]):
    weeks = serializers.IntegerField(min_value=1, max_value=TEN_YEARS_OF_WEEKS, required=False, default=52)


class FortnightSerializer(MeansSerializer):
    from_on = serializers.DateField()
    to_on = serializers.DateField()


class ThenAndNowSerializer(serializers.Serializer[Any]):
    then = FortnightSerializer()
    now = FortnightSerializer()


class ThenAndNowFilterSerializer(serializers.Serializer[Any]):
    then = DayField()
    now = DayField()
