from recoveryapp.common.pagination import NewestFirst


class LatestMeetings(NewestFirst):
    ordering = ("-starts_at", "-id")


class OpenFirst(NewestFirst):
    page_size = 100
    ordering = ("standing", "-recorded_at", "-id")
