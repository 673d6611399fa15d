from collections.abc import Mapping
from typing import IO, Any

from rest_framework.parsers import BaseParser

from recoveryapp.arrivals.models import PIECE_BYTES
from recoveryapp.common.parsers import RAW
from recoveryapp.common.problems import TooLarge


class PieceParser(BaseParser):
    """Bytes as they are, with an end."""

    media_type = RAW

    def parse(
        self,
        stream: IO[Any],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> Any:
        content: bytes = stream.read(PIECE_BYTES + 1)
        if len(content) > PIECE_BYTES:
            raise TooLarge
        return content
