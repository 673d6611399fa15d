"""The logic model and the measures as everybody reads them."""

from typing import Any

from rest_framework import serializers

from recoveryapp.outcomes.enums import Domain, Evidence, PartType, Relation


class LogicModelSourceSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    citation = serializers.CharField()
    taken = serializers.CharField()


class EvidenceStatusSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    name = serializers.CharField()
    plain = serializers.CharField()


class SourcedSerializer(serializers.Serializer[Any]):
    source = serializers.CharField()  # type: ignore[assignment]  # a field by the name of an option
    evidence = serializers.ChoiceField(choices=Evidence.choices)


class EvidencedSerializer(SourcedSerializer):
    code = serializers.CharField()
    name = serializers.CharField()
    plain = serializers.CharField()


class OutcomeAreaSerializer(EvidencedSerializer):
    domain = serializers.ChoiceField(choices=Domain.choices)


class ResourceKindSerializer(EvidencedSerializer):
    mechanisms = serializers.ListField(child=serializers.CharField())
    areas = serializers.ListField(child=serializers.CharField())


class BarrierSerializer(EvidencedSerializer):
    level = serializers.CharField()


class LogicModelLinkSerializer(SourcedSerializer):
    from_type = serializers.ChoiceField(choices=PartType.choices)
    from_code = serializers.CharField()
    relation = serializers.ChoiceField(choices=Relation.choices)
    to_type = serializers.ChoiceField(choices=PartType.choices)
    to_code = serializers.CharField()


class ReviewSerializer(serializers.Serializer[Any]):
    """The review the model rests on, and all that may be attributed to it."""

    citation = serializers.CharField()
    what_its_abstract_states = serializers.ListField(child=serializers.CharField(), source="review_states")


class LogicModelSerializer(serializers.Serializer[Any]):
    version = serializers.CharField(source="logic_model.version")
    published_on = serializers.DateField(source="logic_model.published_on")
    licence = serializers.CharField(source="logic_model.licence")
    holder = serializers.CharField(source="logic_model.holder")
    review = ReviewSerializer(source="logic_model")
    sources = LogicModelSourceSerializer(many=True)
    evidence_statuses = EvidenceStatusSerializer(many=True)
    domains = EvidencedSerializer(many=True)
    areas = OutcomeAreaSerializer(many=True)
    mechanisms = EvidencedSerializer(many=True)
    kinds = ResourceKindSerializer(many=True)
    levels = EvidencedSerializer(many=True)
    barriers = BarrierSerializer(many=True)
    links = LogicModelLinkSerializer(many=True)


class MeasureItemSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    area = serializers.CharField()
    domain = serializers.ChoiceField(choices=Domain.choices)
    text = serializers.CharField()
    is_default = serializers.BooleanField()


class MeasureSerializer(serializers.Serializer[Any]):
    code = serializers.CharField()
    version = serializers.IntegerField()
    name = serializers.CharField()
    holder = serializers.CharField()
    licence = serializers.CharField()
    licence_url = serializers.URLField()
    note = serializers.CharField()
    items = MeasureItemSerializer(many=True)
