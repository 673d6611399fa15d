from recoveryapp.common.pagination import NewestFirst


class NewestGrants(NewestFirst):
    ordering = ("-starts_at", "-id")


class ByName(NewestFirst):
    ordering = ("called", "id")
