"""Which of allauth's addresses are open, and what may be sent to each. All others do not exist here."""

from collections.abc import Mapping

NOTHING: frozenset[str] = frozenset()


def fields(names: str) -> frozenset[str]:
    return frozenset(names.split())


CREDENTIAL = fields("credential")
NEW_PASSKEY = fields("name credential")

DOORS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "config": {"GET": NOTHING},
    "auth/session": {"GET": NOTHING, "DELETE": NOTHING},
    "auth/signup": {"POST": fields("email password")},
    "auth/login": {"POST": fields("email password")},
    "auth/email/verify": {"POST": fields("key")},
    "auth/email/verify/resend": {"POST": NOTHING},
    "auth/password/request": {"POST": fields("email")},
    "auth/password/reset": {"POST": fields("key password")},
    "auth/reauthenticate": {"POST": fields("password")},
    "auth/2fa/authenticate": {"POST": fields("code")},
    "auth/2fa/reauthenticate": {"POST": fields("code")},
    "auth/webauthn/signup": {"GET": NOTHING, "POST": fields("email"), "PUT": NEW_PASSKEY},
    "auth/webauthn/login": {"GET": NOTHING, "POST": CREDENTIAL},
    "auth/webauthn/authenticate": {"GET": NOTHING, "POST": CREDENTIAL},
    "auth/webauthn/reauthenticate": {"GET": NOTHING, "POST": CREDENTIAL},
    "account/email": {"GET": NOTHING, "POST": fields("email"), "PUT": fields("email")},
    "account/password/change": {"POST": fields("current_password new_password")},
    "account/authenticators": {"GET": NOTHING},
    "account/authenticators/totp": {"GET": NOTHING, "POST": fields("code"), "DELETE": NOTHING},
    "account/authenticators/recovery-codes": {"GET": NOTHING, "POST": NOTHING},
    "account/authenticators/webauthn": {
        "GET": NOTHING,
        "POST": NEW_PASSKEY,
        "PUT": fields("id name"),
        "DELETE": fields("authenticators"),
    },
}

NOT_TEXT = fields("credential authenticators id")

EVEN = frozenset({"auth/signup", "auth/login", "auth/password/request", "auth/webauthn/signup"})
"""Their answer takes as long for an address with an account as for one without."""
