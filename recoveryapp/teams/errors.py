from recoveryapp.common.errors import DomainError


class OrganisationExists(DomainError):
    code = "organisation_exists"
    sentence = "There is an organisation of this name already."


class NameTaken(DomainError):
    code = "name_taken"
    sentence = "There is a team of this name already."


class AlreadyInvited(DomainError):
    code = "already_invited"
    sentence = "This address is invited already. The invitation can be sent again."


class TooManyInvitations(DomainError):
    code = "too_many_invitations"
    sentence = "There are as many open invitations as there can be. Take some back first."


class InvitationAccepted(DomainError):
    code = "invitation_accepted"
    sentence = "They have accepted already. You can end their membership instead."


class InvitationOver(DomainError):
    """Unknown, used, taken back or out of time: one answer for all, to whoever holds the address."""

    code = "invitation_over"
    status = 404
    sentence = "This invitation is over or was used already. Ask for a new one."


class OtherAddress(DomainError):
    code = "other_address"
    sentence = "This invitation is for another address. Sign in with the one it was sent to."


class OwnAddress(DomainError):
    code = "own_address"
    sentence = "This is your own address. Ask somebody else."


class AccountInUse(DomainError):
    code = "account_in_use"
    sentence = "This account is used for something else already. Ask to be invited at another address."


class MembershipEnded(DomainError):
    code = "membership_ended"
    sentence = "This membership has ended. Invite them again."


class LastManager(DomainError):
    code = "last_manager"
    sentence = "Somebody has to run this organisation. Invite and verify another manager first."


class NotVerified(DomainError):
    code = "not_verified"
    sentence = "A manager has to confirm who you are first."


class UnknownCode(DomainError):
    """Wrong, out of time or used by somebody else: one answer for all."""

    code = "code_unknown"
    status = 404
    sentence = "This code does not work. Ask for a new one."
