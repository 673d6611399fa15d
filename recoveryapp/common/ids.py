import uuid

from uuid_utils import compat


def new_id() -> uuid.UUID:
    """A UUIDv7 (RFC 9562): ordered by time, so that rows of one person lie together in an index."""
    return compat.uuid7()
