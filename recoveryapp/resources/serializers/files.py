"""Shapes of files that come in and go out."""

from typing import Any

from rest_framework import serializers

from recoveryapp.arrivals.serializers import ArrivedSerializer
from recoveryapp.common.fields import SHORT, StrictIntegerField, WordsField
from recoveryapp.common.serializers import StrictSerializer
from recoveryapp.resources.enums import UploadState


class UploadFileSerializer(ArrivedSerializer):
    """A JSON file, or a zip archive of JSON pages or CSV tables, in HSDS 3.0."""

    file_name = WordsField(max_length=SHORT)
    source = WordsField(max_length=100)  # type: ignore[assignment]  # the base class has an option of this name
    licence = WordsField(max_length=SHORT)


class UploadSerializer(serializers.Serializer[Any]):
    """`done` of `total` services; 0 of 0 until the file was looked through."""

    id = serializers.UUIDField(source="upload.id")
    source = serializers.CharField(source="upload.source")  # type: ignore[assignment]  # the base class has an option of this name
    file_name = serializers.CharField(source="upload.file_name")
    created_at = serializers.DateTimeField(source="upload.created_at")
    state = serializers.ChoiceField(choices=UploadState.choices, source="upload.state")
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    run = serializers.UUIDField(source="upload.run_id", allow_null=True)
    """The import that tells what came of it."""


class ImportSerializer(serializers.Serializer[Any]):
    """One run of an import. `taken` and the others count services."""

    id = serializers.UUIDField()
    created_at = serializers.DateTimeField()
    source = serializers.CharField()  # type: ignore[assignment]  # the base class has an option of this name
    file_name = serializers.CharField()
    is_change = serializers.BooleanField()
    refusal = serializers.CharField()
    total = serializers.IntegerField(source="report.total", default=0)
    new = serializers.IntegerField(source="report.new", default=0)
    changed = serializers.IntegerField(source="report.changed", default=0)
    unchanged = serializers.IntegerField(source="report.unchanged", default=0)


class ImportLineSerializer(serializers.Serializer[Any]):
    path = serializers.CharField()
    text = serializers.CharField()


class ImportLinesSerializer(serializers.Serializer[Any]):
    """How many there were, and the first thousand."""

    count = serializers.IntegerField()
    lines = ImportLineSerializer(many=True)


class WholeImportSerializer(ImportSerializer):
    closed = ImportLinesSerializer(source="report.closed", default=None, allow_null=True)
    not_mapped = ImportLinesSerializer(source="report.not_mapped", default=None, allow_null=True)
    unknown_terms = ImportLinesSerializer(source="report.unknown_terms", default=None, allow_null=True)
    departures = ImportLinesSerializer(source="report.departures", default=None, allow_null=True)
    left_out = ImportLinesSerializer(source="report.left_out", default=None, allow_null=True)
    refused = ImportLinesSerializer(source="report.refused", default=None, allow_null=True)


class SourceSerializer(serializers.Serializer[Any]):
    id = serializers.UUIDField()
    name = serializers.CharField()
    address = serializers.CharField()
    licence = serializers.CharField()
    every_hours = serializers.IntegerField()
    is_active = serializers.BooleanField()
    import_at = serializers.DateTimeField()
    last_failure = serializers.CharField()


class PutSourceSerializer(StrictSerializer):
    """`address` is https://… or the name of a file in the operator's folder for directories."""

    name = WordsField(max_length=100)
    address = serializers.RegexField(
        r"^(https://[^\s/@]+(/\S*)?|[A-Za-z0-9][A-Za-z0-9._-]*)$", max_length=2000
    )
    licence = WordsField(max_length=SHORT)
    every_hours = StrictIntegerField(min_value=1, max_value=24 * 90)
    is_active = serializers.BooleanField(required=False, default=True)


class ExportFilterSerializer(StrictSerializer):
    source = serializers.CharField(max_length=100, required=False, default="")  # type: ignore[assignment]  # the base class has an option of this name
