"""What somebody wants of any resource: a place, a language, no groups."""

from typing import Any

import pytest

from recoveryapp.accounts.models import User
from recoveryapp.matching.models import Wishes
from tests.conftest import ApiFor


def test_wishes_are_empty_until_they_are_set_and_the_last_ones_stay(
    alice: User, bob: User, api: ApiFor
) -> None:
    client = api(alice)
    assert client.get("/api/v1/wishes/").json() == {"place": "", "wishes": [], "languages": []}

    client.put("/api/v1/wishes/", {"place": "Leeds", "wishes": ["free_only"]}, format="json")
    client.put("/api/v1/wishes/", {"place": "York", "languages": ["Polish"]}, format="json")

    assert client.get("/api/v1/wishes/").json() == {"place": "York", "wishes": [], "languages": ["Polish"]}
    assert Wishes.objects.count() == 1
    assert api(bob).get("/api/v1/wishes/").json()["place"] == ""


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({"wishes": ["cheap"]}, "wishes", "unknown_code"),
        ({"place": "p" * 201}, "place", "max_length"),
        ({"languages": ["x"] * 11}, "languages", "max_length"),
        ({"city": "York"}, "city", "unknown_field"),
        ({"place": 5}, "place", "invalid"),
    ],
)
def test_wishes_that_cannot_be_meant_are_refused(
    alice: User, api: ApiFor, body: dict[str, Any], field: str, code: str
) -> None:
    answer = api(alice).put("/api/v1/wishes/", body, format="json")

    assert answer.status_code == 400
    assert answer.json()["errors"][field][0]["code"] == code
