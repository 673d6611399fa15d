from typing import Any

from django.utils import timezone
from rest_framework import serializers

from recoveryapp.common.fields import NOTE, PAGE, SHORT, StrictBooleanField, WordsField, on_the_wire
from recoveryapp.common.serializers import StrictSerializer, VersionedSerializer
from recoveryapp.journal.folding import tag_key
from recoveryapp.journal.prompts import prompt_codes
from recoveryapp.journal.sealing import LONGEST_SEAL, LONGEST_WRAPPED, SEAL, WRAPPED

TAG = 40
MOST_TAGS = 12


class TagField(WordsField):
    """One line: spaces and line breaks within it become one space."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=TAG, allow_blank=False, **kwargs)

    def to_internal_value(self, data: Any) -> str:
        return " ".join(super().to_internal_value(data).split())


class TagsField(serializers.ListField):
    """At most `MOST_TAGS`, in the order given; of several spellings of one tag the first stays."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(child=TagField(), max_length=MOST_TAGS, **kwargs)

    def to_internal_value(self, data: Any) -> list[str]:
        tags: dict[str, str] = {}
        for tag in super().to_internal_value(data):
            tags.setdefault(tag_key(tag), tag)
        return list(tags.values())


class PromptField(serializers.CharField):
    """The code of a prompt, or null; a row holds null as the empty text."""

    default_error_messages = {"unknown_code": "“{code}” is not one of the choices."}

    def run_validation(self, data: Any = serializers.empty) -> str:
        return super().run_validation(data) or ""

    def to_internal_value(self, data: Any) -> str:
        code = super().to_internal_value(data)
        if code not in prompt_codes():
            self.fail("unknown_code", code=code)
        return code

    def to_representation(self, value: str) -> str | None:  # type: ignore[override]
        return value or None


class SealField(serializers.RegexField):
    """A page as the phone encrypted it, or null; a row holds null as the empty text."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(rf"\A{SEAL}\Z", max_length=LONGEST_SEAL, trim_whitespace=False, **kwargs)

    def run_validation(self, data: Any = serializers.empty) -> str:
        return super().run_validation(data) or ""

    def to_representation(self, value: str) -> str | None:  # type: ignore[override]
        return value or None


class EntrySerializer(VersionedSerializer):
    """A diary page; `goal` and `check_in` are the writer's own. A sealed one has `seal` and `sealed_under`,
    is never shared, and says nothing beside: its words are empty."""

    id = serializers.UUIDField(read_only=True)
    words = WordsField(max_length=PAGE, allow_blank=True)
    prompt = PromptField(required=False, allow_null=True, default=None, max_length=64)
    tags = TagsField(required=False, default=list)
    goal = serializers.UUIDField(source="goal_id", required=False, allow_null=True, default=None)
    check_in = serializers.UUIDField(source="check_in_id", required=False, allow_null=True, default=None)
    is_never_shared = StrictBooleanField(required=False, default=False)
    is_marked_for_sharing = StrictBooleanField(required=False, default=False)
    """Seen by whoever may see journal entries."""
    seal = SealField(required=False, allow_null=True, default=None)
    sealed_under = serializers.UUIDField(
        source="sealed_under_id", required=False, allow_null=True, default=None
    )

    def to_representation(self, entry: Any) -> dict[str, Any]:
        """As its fields would say it, without asking each: a page holds up to a hundred."""
        return {
            "version": entry.version,
            "recorded_at": on_the_wire(entry.recorded_at),
            "id": str(entry.pk),
            "words": entry.words,
            "prompt": entry.prompt or None,
            "tags": entry.tags,
            "goal": str(entry.goal_id) if entry.goal_id else None,
            "check_in": str(entry.check_in_id) if entry.check_in_id else None,
            "is_never_shared": entry.is_never_shared,
            "is_marked_for_sharing": entry.is_marked_for_sharing,
            "seal": entry.seal or None,
            "sealed_under": str(entry.sealed_under_id) if entry.sealed_under_id else None,
        }

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["seal"] or attrs["sealed_under_id"]:
            _demand_sealed(attrs)
        elif not attrs["words"]:
            raise _refused("words", "This field may not be blank.", "blank")
        if attrs["is_never_shared"] and attrs["is_marked_for_sharing"]:
            raise _refused("is_marked_for_sharing", "A page is shared or never shared.", "never_shared")
        is_marked = attrs.pop("is_marked_for_sharing")
        return {**attrs, "marked_for_sharing_at": timezone.now() if is_marked else None}


SAYS_SOMETHING = ("words", "tags", "prompt", "goal_id", "check_in_id")


def _demand_sealed(attrs: dict[str, Any]) -> None:
    """Both halves of a seal, nothing in clear beside it, and never shared."""
    if not attrs["seal"] or not attrs["sealed_under_id"]:
        raise _refused("seal", "A sealed page names the key it is sealed under.", "required")
    if beside := [name for name in SAYS_SOMETHING if attrs[name]]:
        raise _refused(beside[0].removesuffix("_id"), "A sealed page says nothing beside.", "sealed")
    if not attrs["is_never_shared"]:
        raise _refused("is_never_shared", "A sealed page is never shared.", "sealed")


def _refused(field: str, sentence: str, code: str) -> serializers.ValidationError:
    return serializers.ValidationError({field: [serializers.ErrorDetail(sentence, code=code)]})


class SealingKeySerializer(VersionedSerializer):
    """The key to sealed pages, wrapped by the phone under a recovery code that never leaves it."""

    id = serializers.UUIDField(read_only=True)
    wrapped = serializers.RegexField(rf"\A{WRAPPED}\Z", max_length=LONGEST_WRAPPED, trim_whitespace=False)


class SharedLineSerializer(VersionedSerializer):
    """An excerpt or a summary of a page, seen without the page."""

    id = serializers.UUIDField(read_only=True)
    entry = serializers.UUIDField(source="entry_id")
    words = WordsField(max_length=NOTE)


class LineFilterSerializer(serializers.Serializer[Any]):
    entry = serializers.UUIDField(required=False)


class EntryFilterSerializer(serializers.Serializer[Any]):
    goal = serializers.UUIDField(required=False)
    sealed_under = serializers.UUIDField(required=False)


class EntrySearchSerializer(StrictSerializer):
    """Words, a tag, or both; sent in a body, so that neither stands in an address."""

    text = WordsField(required=False, allow_blank=False, max_length=SHORT)
    tag = TagField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs:
            raise serializers.ValidationError({"text": ["Say what to look for."]}, code="required")
        return attrs


class TagCountSerializer(serializers.Serializer[Any]):
    tag = serializers.CharField()
    count = serializers.IntegerField()


class TagsSerializer(serializers.Serializer[Any]):
    tags = TagCountSerializer(many=True)


class PromptSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    text = serializers.CharField()
