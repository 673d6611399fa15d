from recoveryapp.common.pagination import NewestFirst


class NewestFormer(NewestFirst):
    ordering = ("-number", "-id")
