import gzip
import json
from datetime import datetime

import pytest

from recoveryapp.accounts.models import User
from tests.conftest import ApiFor
from tests.journal.body import entry_url, write_entry

ASKED = {"Nobody-Is-Fine": "1"}
WORDS = "Slept a little better. Walked to the sea with the dog. " * 20


def test_what_our_own_page_asks_for_comes_compressed(api: ApiFor, alice: User, now: datetime) -> None:
    url = entry_url(write_entry(api(alice), now, words=WORDS))
    ours = {"Accept-Encoding": "gzip", "Sec-Fetch-Site": "same-origin"}
    answer = api(alice).get(url, headers=ours)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert json.loads(gzip.decompress(answer.content))["words"] == WORDS.strip()
    assert len(answer.content) < len(WORDS) / 2


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none", ""])
def test_what_anybody_else_makes_a_browser_ask_for_tells_nothing_by_its_length(
    api: ApiFor, alice: User, now: datetime, site: str
) -> None:
    url = entry_url(write_entry(api(alice), now, words=WORDS))
    answer = api(alice).get(url, headers={"Accept-Encoding": "gzip", "Sec-Fetch-Site": site})
    assert "Content-Encoding" not in answer.headers


def test_to_a_first_question_nobody_is_an_answer(api: ApiFor, alice: User) -> None:
    assert api().get("/api/v1/me/", headers=ASKED).status_code == 204
    assert api(alice).get("/api/v1/me/", headers=ASKED).json()["id"] == str(alice.pk)


def test_anything_else_is_refused_as_ever(api: ApiFor) -> None:
    assert api().get("/api/v1/me/").status_code == 401
    assert api().patch("/api/v1/me/", {}, format="json", headers=ASKED).status_code in {401, 403}
    assert api().get("/api/v1/goals/").status_code == 401
