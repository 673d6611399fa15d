"""What the API schema says beyond what drf-spectacular reads from the code."""

from typing import Any


def answer_in_full(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """A field that a request may leave out is still in every answer."""
    for name, schema in result["components"]["schemas"].items():
        if "properties" in schema and not name.endswith("Request"):
            schema["required"] = sorted(schema["properties"])
    return result
