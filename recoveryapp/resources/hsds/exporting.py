"""Our directory as HSDS 3.0: one page of the paged list, piece by piece, in little memory."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def pieces_of_page(
    services: Iterable[Mapping[str, Any]], *, total: int, licences: Mapping[str, str]
) -> Iterator[str]:
    """`licences`: publisher -> the licence of what they said, to be passed on with it."""
    page = {
        "total_items": total,
        "total_pages": 1,
        "page_number": 1,
        "size": total,
        "first_page": True,
        "last_page": True,
        "empty": total == 0,
        "licences": dict(licences),
    }
    yield json.dumps(page, ensure_ascii=False).removesuffix("}") + ', "contents": ['
    for number, service in enumerate(services):
        yield (",\n" if number else "\n") + json.dumps(service, ensure_ascii=False)
    yield "\n]}\n"
