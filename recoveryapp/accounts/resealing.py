"""Seals the secrets of second steps anew under the newest key-encryption key, while the app runs.

Sessions are left alone: each is written anew while it is used, and one under a key that is gone has ended.
"""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.db import transaction

from recoveryapp.accounts.sealing import is_under_newest

SECRETS = ("secret", "seed")
"""What the library calls the key of a code app, and what recovery codes are made from."""


def reseal_second_steps() -> int:
    """How many were sealed anew. Raises Unreadable."""
    ids = Authenticator.objects.exclude(type=Authenticator.Type.WEBAUTHN).values_list("pk", flat=True)
    return sum(_reseal(pk) for pk in ids.iterator())


@transaction.atomic
def _reseal(pk: int) -> bool:
    step = Authenticator.objects.select_for_update().filter(pk=pk).first()
    old = {} if step is None else {name: step.data[name] for name in SECRETS if name in step.data}
    if step is None or all(is_under_newest(sealed) for sealed in old.values()):
        return False
    adapter = get_adapter()
    step.data |= {name: adapter.encrypt(adapter.decrypt(sealed)) for name, sealed in old.items()}
    step.save(update_fields=["data"])
    return True
