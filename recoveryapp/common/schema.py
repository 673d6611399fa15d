"""What the API schema says beyond what drf-spectacular reads from the code."""

from typing import Any

from drf_spectacular.openapi import AutoSchema


def answer_in_full(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """A field that a request may leave out is still in every answer."""
    for name, schema in result["components"]["schemas"].items():
        if "properties" in schema and not name.endswith("Request"):
            schema["required"] = sorted(schema["properties"])
    return result


PROBLEM: dict[str, Any] = {
    "type": "object",
    "description": "RFC 9457; `code` says what it is, and `errors` which fields were refused.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "code": {"type": "string"},
        "errors": {"type": "object", "additionalProperties": {"type": "array", "items": {"type": "object"}}},
    },
    "required": ["type", "title", "status", "code"],
}
REFUSED: dict[str, Any] = {
    "description": "Nothing was changed.",
    "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


def take_nothing_unknown(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Every body is read by a StrictSerializer, which refuses what it does not know."""
    for name, schema in result["components"]["schemas"].items():
        if "properties" in schema and name.endswith("Request"):
            schema["additionalProperties"] = False
    return result


def refuse_in_one_way(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Every address may refuse, and always says so in the same shape."""
    result["components"]["schemas"]["Problem"] = PROBLEM
    for methods in result["paths"].values():
        for operation in methods.values():
            operation["responses"] |= {"4XX": REFUSED, "503": REFUSED}
    return result


def saved_as(shape: Any) -> dict[int, Any]:
    """What is put under an id made by the client is new, or was there: the same body, two codes."""
    return {201: shape, 200: shape}


class PutSchema(AutoSchema):
    def get_response_serializers(self) -> Any:
        found = super().get_response_serializers()
        return saved_as(found) if getattr(self.view, "action", "") == "update" else found
