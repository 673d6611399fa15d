from recoveryapp.common.errors import DomainError


class EverythingPaused(DomainError):
    code = "everything_paused"
    sentence = "You have paused all sharing. Go on sharing first, then press again. Nothing was opened."


class TooManySharingWishes(DomainError):
    code = "too_many_sharing_wishes"
    sentence = "There are as many of these as there can be. Take one away first."
