from uuid import UUID

from recoveryapp.accounts.models import User
from recoveryapp.arrivals.models import Piece


def numbers_here(file_id: UUID, *, person: User) -> list[int]:
    """Of the pieces that arrived; none of a file that nobody, or somebody else, has begun to send."""
    here = Piece.objects.filter(owner=person, file_id=file_id).order_by("number")
    return list(here.values_list("number", flat=True))
