"""Files for paper and for screen readers (PDF/UA-1), made by typst from a template beside the caller."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

FONTS = ("Liberation Sans", "Noto Sans", "DejaVu Sans", "Libertinus Serif")
"""The first that the machine has and that knows the letter; the last comes with the program."""
ACCESSIBLE: Final = "ua-1"


def as_pdf(template: Path, **inputs: Mapping[str, Any]) -> bytes:
    """What a person wrote goes in as data, under the names given: nothing in it is read as markup.

    A letter that no font here has cannot stand in an accessible file: then it is made without that mark,
    with the same structure.
    """
    import typst  # noqa: PLC0415 - 8 MB, for those who print

    given = {name: json.dumps({"fonts": FONTS, **data}, ensure_ascii=False) for name, data in inputs.items()}
    try:
        made: Any = typst.compile(template, format="pdf", sys_inputs=given, pdf_standards=ACCESSIBLE)
    except typst.TypstError:
        made = typst.compile(template, format="pdf", sys_inputs=given)
    return bytes(made)
