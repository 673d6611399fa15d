from recoveryapp.common.pagination import NewestFirst


class NewestReadings(NewestFirst):
    ordering = ("-at", "-id")
