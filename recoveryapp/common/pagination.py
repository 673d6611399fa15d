from rest_framework.pagination import CursorPagination


class NewestFirst(CursorPagination):
    """By the person's time, newest first; `id` makes the order total."""

    page_size = 30
    max_page_size = 100
    page_size_query_param = "page_size"
    ordering: tuple[str, ...] = ("-recorded_at", "-id")
