"""Files as phones send them: piece by piece, and then what they come to."""

from datetime import datetime
from typing import Any
from uuid import UUID

from rest_framework.test import APIClient

from recoveryapp.accounts.models import User
from recoveryapp.arrivals.actions import keep_piece
from recoveryapp.arrivals.models import PIECE_BYTES
from recoveryapp.common.parsers import RAW

BROUGHT = "/api/v1/me/brought/{}/"
UPLOADS = "/api/v1/directory/uploads/{}/"


def pieces_of(content: bytes, size: int = PIECE_BYTES) -> list[bytes]:
    return [content[start : start + size] for start in range(0, len(content), size)]


def put_piece(client: APIClient, file_id: UUID | str, number: int, content: bytes, **more: Any) -> Any:
    more.setdefault("content_type", RAW)
    return client.put(f"/api/v1/me/arriving/{file_id}/{number}/", content, **more)


def numbers_here(client: APIClient, file_id: UUID | str) -> list[int]:
    numbers: list[int] = client.get(f"/api/v1/me/arriving/{file_id}/").json()["numbers"]
    return numbers


def give_file(client: APIClient, url: str, file_id: UUID | str, content: bytes, **about: str) -> Any:
    """All of it, to `BROUGHT` or `UPLOADS`; answers what the last request was answered."""
    pieces = pieces_of(content)
    for number, piece in enumerate(pieces):
        answer = put_piece(client, file_id, number, piece)
        if answer.status_code != 204:
            return answer
    return client.put(
        url.format(file_id), {"pieces": len(pieces), "size": len(content), **about}, format="json"
    )


def has_sent(person: User, file_id: UUID, content: bytes, *, now: datetime) -> dict[str, int]:
    """Without a door; answers what the file comes to."""
    pieces = pieces_of(content)
    for number, piece in enumerate(pieces):
        keep_piece(file_id, number, piece, now=now, by=person)
    return {"pieces": len(pieces), "size": len(content)}
