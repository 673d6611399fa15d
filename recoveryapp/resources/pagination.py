from recoveryapp.common.pagination import NewestFirst


class NewestMade(NewestFirst):
    ordering = ("-created_at", "-id")


class ByName(NewestFirst):
    ordering = ("name", "id")


class LongestWait(NewestFirst):
    ordering = ("asked_at", "id")
