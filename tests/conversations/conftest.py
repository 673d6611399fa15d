from tests.meetings.conftest import (
    cleos_place,
    grant,
    met,
    pam,
    pats_place,
    team,
    together,
)

__all__ = ["cleos_place", "grant", "met", "pam", "pats_place", "team", "together"]
