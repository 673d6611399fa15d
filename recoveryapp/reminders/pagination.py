from recoveryapp.common.pagination import NewestFirst


class LatestDueFirst(NewestFirst):
    ordering = ("-due_at", "-id")


class UnreadFirst(NewestFirst):
    """Unread notices, then all others; within each, newest first."""

    ordering = ("standing", "-recorded_at", "-id")
    offset_cutoff = 100_000  # many notices share a `standing`, the position: within it the cursor counts rows
