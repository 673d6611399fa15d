import pytest

from recoveryapp.accounts.models import User
from recoveryapp.journal.prompts import prompts
from tests.conftest import ApiFor, CountQueries

PROMPTS = "/api/v1/journal/prompts/"


def test_prompts_are_offered_to_whoever_is_signed_in(
    api: ApiFor, alice: User, count_queries: CountQueries
) -> None:
    client = api(alice)
    with count_queries(1):  # session with person
        offered = client.get(PROMPTS).json()
    assert offered == [{"code": prompt.code, "text": prompt.text} for prompt in prompts()]
    assert len(offered) >= 10
    assert api().get(PROMPTS).status_code == 401


def test_each_prompt_is_there_once() -> None:
    assert len({prompt.code for prompt in prompts()}) == len(prompts())


@pytest.mark.parametrize("word", ["streak", "fail", "missed", "should", "must"])
def test_no_prompt_asks_for_an_account_of_oneself(word: str) -> None:
    assert not [prompt for prompt in prompts() if word in prompt.text.lower()]
