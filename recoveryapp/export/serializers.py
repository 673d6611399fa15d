from rest_framework import serializers

from recoveryapp.common.fields import StrictBooleanField
from recoveryapp.common.serializers import StrictSerializer
from recoveryapp.export.enums import JobState, WhyFailed
from recoveryapp.export.models import Job
from recoveryapp.export.queries import progress_of


class JobSerializer(serializers.Serializer):  # type: ignore[type-arg]
    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=JobState.choices)
    reason = serializers.ChoiceField(choices=WhyFailed.choices, allow_blank=True)
    asked_at = serializers.DateTimeField()
    done_at = serializers.DateTimeField(allow_null=True)
    expires_at = serializers.DateTimeField()
    progress = serializers.SerializerMethodField()

    def get_progress(self, job: Job) -> int | None:
        """In percent, while a worker is at it."""
        return progress_of(job)


class ExportSerializer(JobSerializer):
    fetched_at = serializers.DateTimeField(allow_null=True)


class BroughtSerializer(JobSerializer):
    taken = serializers.IntegerField()
    here_already = serializers.IntegerField()
    left_out = serializers.IntegerField()


class AskToCloseSerializer(StrictSerializer):
    email = serializers.CharField(max_length=254)
    is_at_once = StrictBooleanField()


class ClosingSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Both null: the account is not to be closed."""

    asked_at = serializers.DateTimeField(allow_null=True)
    due_at = serializers.DateTimeField(allow_null=True)
