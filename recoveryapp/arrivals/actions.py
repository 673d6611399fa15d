"""Files come in pieces, over any line, and go on where they were broken off. Whoever takes one puts its line
into the audit trail: that a piece came by says nothing."""

from datetime import datetime
from typing import IO
from uuid import UUID

from django.db import transaction
from django.db.models import Sum

from recoveryapp.accounts.models import User
from recoveryapp.arrivals.errors import Incomplete, NoRoom
from recoveryapp.arrivals.models import MOST_BYTES, MOST_PIECES, PIECE_BYTES, Piece
from recoveryapp.common.problems import TooLarge

OPENED_AT_ONCE = 4


@transaction.atomic
def keep_piece(file_id: UUID, number: int, content: bytes, *, now: datetime, by: User) -> None:
    """Sent again it takes the place of itself. `content` is not empty. Raises TooLarge, NoRoom."""
    if number >= MOST_PIECES or len(content) > PIECE_BYTES:
        raise TooLarge
    one_at_a_time(by)
    others = Piece.objects.filter(owner=by).exclude(file_id=file_id, number=number)
    if (others.aggregate(size=Sum("size"))["size"] or 0) + len(content) > MOST_BYTES:
        raise NoRoom
    new = Piece(owner=by, file_id=file_id, number=number, size=len(content), content=content, arrived_at=now)
    Piece.objects.bulk_create(
        [new],
        update_conflicts=True,
        unique_fields=["owner", "file_id", "number"],
        update_fields=["size", "content", "arrived_at", "updated_at"],
    )


def take_file(file_id: UUID, *, pieces: int, size: int, into: IO[bytes], by: User) -> None:
    """Writes the whole file, a few pieces in memory at a time, and lets them go.

    Call it within a transaction, after `one_at_a_time`. Raises Incomplete where not all of `pieces` are here,
    or do not come to `size` bytes.
    """
    mine = Piece.objects.filter(owner=by, file_id=file_id, number__lt=pieces)
    sizes = list(mine.values_list("size", flat=True))
    if (len(sizes), sum(sizes)) != (pieces, size):
        raise Incomplete
    contents = mine.order_by("number").values_list("content", flat=True)
    into.writelines(contents.iterator(chunk_size=OPENED_AT_ONCE))
    drop_file(file_id, by=by)


def drop_file(file_id: UUID, *, by: User) -> None:
    """What has arrived of it so far. Already gone is as good."""
    Piece.objects.filter(owner=by, file_id=file_id).delete()


def one_at_a_time(person: User) -> None:
    """Until the end of the transaction: whoever sends or takes another file of theirs waits."""
    list(User.objects.select_for_update(no_key=True).filter(pk=person.pk).values_list("pk"))
