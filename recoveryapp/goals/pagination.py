from recoveryapp.common.pagination import NewestFirst


class ActiveFirst(NewestFirst):
    """Goals that are active, then all others; within each, newest first."""

    ordering = ("standing", "-recorded_at", "-id")
    offset_cutoff = 100_000  # many goals share a `standing`, the position: within it the cursor counts rows
