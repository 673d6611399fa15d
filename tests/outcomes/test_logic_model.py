import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from pydantic import ValidationError

from recoveryapp.outcomes import catalogue
from recoveryapp.outcomes.actions.logic_model import CODED_PARTS, PARTS, publish_logic_model
from recoveryapp.outcomes.enums import Domain
from recoveryapp.outcomes.errors import NoLogicModel, PublishedCodeDropped, PublishedVersionChanged
from recoveryapp.outcomes.models import LogicModel, LogicModelLink, Mechanism, OutcomeDomain
from recoveryapp.outcomes.seeds import LogicModelSeed
from tests.conftest import ApiFor, CountQueries

URL = "/api/v1/logic-model/"
pytestmark = pytest.mark.django_db


def next_version(seed: LogicModelSeed, **changes: object) -> LogicModelSeed:
    return seed.model_copy(update={"version": "99.0.0", **changes})


def test_loading_twice_changes_nothing() -> None:
    before = {model: set(model._default_manager.values_list("pk", flat=True)) for model in PARTS.values()}
    call_command("load_logic_model")
    assert {
        model: set(model._default_manager.values_list("pk", flat=True)) for model in PARTS.values()
    } == before
    assert LogicModel.objects.count() == 1


def test_what_stands_in_the_seed_stands_in_the_rows(seed: LogicModelSeed) -> None:
    for name, model in CODED_PARTS.items():
        stored = list(model._default_manager.values_list("code", flat=True))
        assert stored == [part.code for part in getattr(seed, name)]
    assert LogicModelLink.objects.count() == len(seed.links)


def test_every_row_names_a_source_that_is_listed(seed: LogicModelSeed) -> None:
    listed = {source.code for source in seed.sources}
    current = catalogue.current()
    rows = [*current.domains, *current.areas, *current.mechanisms, *current.kinds, *current.links]
    assert {row.source for row in rows} <= listed


def test_only_what_its_abstract_states_is_attributed_to_the_review(seed: LogicModelSeed) -> None:
    attributed = {
        part.code
        for parts in (seed.areas, seed.kinds, seed.domains, seed.mechanisms, seed.levels)
        for part in parts
        if part.source == "winsper2020"
    }
    assert attributed == {
        *Domain.values,
        *(mechanism.code for mechanism in seed.mechanisms),
        *(level.code for level in seed.levels),
    }


def test_a_new_version_stands_beside_the_old_one_and_becomes_the_current(seed: LogicModelSeed) -> None:
    publish_logic_model(next_version(seed))
    assert list(LogicModel.objects.order_by("is_current").values_list("version", "is_current")) == [
        (seed.version, False),
        ("99.0.0", True),
    ]
    assert Mechanism.objects.count() == 2 * len(seed.mechanisms)


def test_going_back_to_an_older_release_makes_its_version_current_again(seed: LogicModelSeed) -> None:
    publish_logic_model(next_version(seed))
    publish_logic_model(seed)
    assert LogicModel.objects.get(is_current=True).version == seed.version


@pytest.mark.django_db(transaction=True)
def test_this_process_sees_the_new_version_once_it_is_committed(seed: LogicModelSeed) -> None:
    publish_logic_model(next_version(seed))
    assert catalogue.current().logic_model.version == "99.0.0"


def test_a_published_version_cannot_change(seed: LogicModelSeed) -> None:
    with pytest.raises(PublishedVersionChanged):
        publish_logic_model(seed.model_copy(update={"holder": "Somebody else"}))


def test_a_later_release_that_knows_more_fields_still_knows_the_version(seed: LogicModelSeed) -> None:
    class LaterSeed(LogicModelSeed):
        reviewed_by: str = ""

    later = LaterSeed.model_validate(seed.model_dump(by_alias=True, exclude_unset=True))
    assert publish_logic_model(later) == LogicModel.objects.get()


def test_a_published_code_cannot_be_dropped_and_nothing_is_stored(seed: LogicModelSeed) -> None:
    with pytest.raises(PublishedCodeDropped):
        publish_logic_model(next_version(seed, barriers=seed.barriers[1:]))
    assert LogicModel.objects.count() == 1


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("areas", {"source": "hearsay"}),
        ("kinds", {"mechanisms": ["magic"]}),
        ("kinds", {"areas": ["functional.magic"]}),
        ("barriers", {"level": "sky"}),
        ("links", {"from_code": "magic"}),
        ("links", {"to_code": "magic"}),
        ("domains", {"code": "spiritual"}),
        ("areas", {"colour": "blue"}),
        ("areas", {"evidence": "everybody_knows"}),
    ],
)
def test_a_seed_that_does_not_hang_together_is_refused(
    seed: LogicModelSeed, part: str, change: dict[str, object]
) -> None:
    content = seed.model_dump(by_alias=True)
    content[part][0] = {**content[part][0], **{_alias(name): value for name, value in change.items()}}
    with pytest.raises(ValidationError):
        LogicModelSeed.model_validate(content)


def _alias(name: str) -> str:
    return {"from_code": "from", "to_code": "to"}.get(name, name)


def test_two_current_versions_are_refused_by_the_database() -> None:
    LogicModel.objects.update(is_current=True)
    with pytest.raises(IntegrityError, match="logic_model_one_current"), transaction.atomic():
        LogicModel.objects.create(
            version="2", published_on="2026-01-01", citation="", review_states=[], digest="", is_current=True
        )


def test_a_row_without_a_source_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError, match="mechanism_names_its_source"), transaction.atomic():
        Mechanism.objects.update(source="")


def test_a_fourth_domain_is_refused_by_the_database() -> None:
    with pytest.raises(IntegrityError, match="outcome_domain_known"), transaction.atomic():
        OutcomeDomain.objects.filter(code="social").update(code="spiritual")


@pytest.mark.django_db(transaction=True)
def test_before_the_first_load_the_api_says_so(api: ApiFor) -> None:
    LogicModel.objects.all().delete()
    catalogue.forget()
    answer = api().get(URL)
    assert (answer.status_code, answer.json()["code"]) == (503, "no_logic_model")
    with pytest.raises(NoLogicModel):
        catalogue.area_codes()
    with pytest.raises(CommandError, match="load_logic_model"):
        call_command("show_logic_model")


def test_a_stranger_reads_it_without_one_statement(api: ApiFor, count_queries: CountQueries) -> None:
    with count_queries(0):
        answer = api().get(URL)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    body = answer.json()
    assert {domain["code"] for domain in body["domains"]} == set(Domain.values)
    assert "Winsper" in body["review"]["citation"]
    assert all(row["source"] and row["evidence"] for row in [*body["areas"], *body["kinds"], *body["links"]])


def test_what_was_read_before_is_not_sent_again(api: ApiFor) -> None:
    client = api()
    tag = client.get(URL).headers["ETag"]
    answer = client.get(URL, headers={"If-None-Match": tag})
    assert (answer.status_code, answer.content) == (304, b"")
    assert client.get(URL, headers={"If-None-Match": '"another"'}).status_code == 200


def test_the_command_shows_each_row_with_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("show_logic_model")
    shown = capsys.readouterr().out
    assert "role_modelling — People who have been there [winsper2020, stated_in_review_abstract]" in shown
    assert "All that may be attributed to that review:" in shown
    for section in ("Sources", "Domains", "Areas", "Mechanisms", "Kinds", "Barriers", "Links"):
        assert f"\n{section}\n" in shown
