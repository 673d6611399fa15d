"""Leave, and come back elsewhere with everything."""

import io
import json
import zipfile
from datetime import datetime
from typing import Any

import pytest
from django.db import connection

from recoveryapp.accounts.models import User
from recoveryapp.common.ids import new_id
from recoveryapp.export.actions import ask_for_export, bring_archive
from recoveryapp.export.archive.making import archive_of
from recoveryapp.export.contents import RECORD
from recoveryapp.export.enums import JobState, WhyFailed
from recoveryapp.export.erasing import erase_person
from recoveryapp.export.models import Export, Import
from recoveryapp.export.record import FORMAT, VERSION, record_of
from recoveryapp.export.unpacking import Record
from recoveryapp.export.working import work
from recoveryapp.goals.models import Goal
from recoveryapp.outcomes.actions.check_ins import Answer, put_check_in
from recoveryapp.outcomes.models import CheckIn, ItemChoice, OwnItem
from recoveryapp.reminders.models import Occurrence
from tests.arrivals.sending import has_sent
from tests.conftest import person
from tests.permissions.relations import CANARY, World

Json = dict[str, Any]


def brought(content: bytes | Json, by: User, now: datetime) -> Import:
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    brought_id = new_id()
    made = bring_archive(brought_id, **has_sent(by, brought_id, raw, now=now), now=now, by=by)
    assert work(clock=lambda: now) >= 1
    made.refresh_from_db()
    return made


def whole(world: World, now: datetime) -> Json:
    with zipfile.ZipFile(io.BytesIO(archive_of(world.alice, now=now))) as archive:
        found: Json = json.loads(archive.read("record.json"))
    return found


def test_the_world_has_a_row_of_nearly_every_table(world: World) -> None:
    """So that the tests below could find a difference."""
    empty = {name for name, rows in record_of(world.alice)["rows"].items() if not rows}
    assert empty <= {"outcomes.itemchoice", "outcomes.checkinanswer"}


def test_what_is_exported_erased_and_brought_back_is_exported_the_same(world: World, now: datetime) -> None:
    alice = world.alice
    alice.called, alice.language, alice.theme = "Ali", "es", "dark"
    alice.save()
    ItemChoice.objects.create(owner=alice, codes=["social_safe"], recorded_at=now)
    before, content = record_of(alice), archive_of(alice, now=now)
    erase_person(alice.pk, now=now)
    zoe = person("Zoe")

    result = brought(content, zoe, now)

    assert (result.state, result.reason, result.left_out) == (JobState.READY, "", 0)
    zoe.refresh_from_db()
    assert record_of(zoe) == before
    assert result.taken == sum(map(len, before["rows"].values()))


@pytest.mark.parametrize("table", [part.name for part in RECORD])
def test_each_table_of_a_file_is_found(table: str) -> None:
    """Some names look like what stands between a table and its rows: `outcomes.itemchoice`."""
    row = {"id": "1", "item": {"item": 2}}
    file = {"format": FORMAT, "version": VERSION, "record": {"rows": {table: [row, row]}}}
    record = Record(json.dumps(file).encode(), form=FORMAT, version=VERSION)
    assert (record.is_shaped, dict(record.counts)) == (True, {table: 2})
    assert list(record.rows(table)) == [row, row]
    assert list(record.ids()) == [(table, "1")] * 2


def test_the_same_file_twice_is_as_good_as_once(world: World, now: datetime) -> None:
    content, before = archive_of(world.alice, now=now), record_of(world.alice)
    result = brought(content, world.alice, now)
    assert (result.taken, result.here_already) == (0, sum(map(len, before["rows"].values())))
    world.alice.refresh_from_db()
    assert record_of(world.alice) == before


def test_a_second_account_takes_it_under_ids_of_its_own(world: World, now: datetime) -> None:
    """The first account is still there, and keeps what is its own."""
    content, before = archive_of(world.alice, now=now), record_of(world.alice)
    zoe = person("Zoe")
    first = brought(content, zoe, now)
    assert (first.state, first.taken) == (JobState.READY, sum(map(len, before["rows"].values())))
    again = brought(content, zoe, now)
    assert (again.taken, again.here_already) == (0, first.taken)
    assert record_of(world.alice) == before
    hers, mine = record_of(zoe)["rows"], before["rows"]
    assert {name: len(rows) for name, rows in hers.items()} == {n: len(rows) for n, rows in mine.items()}
    step, goals = hers["goals.goalstep"][0], {row["id"] for row in hers["goals.goal"]}
    assert step["goal"] in goals
    assert set(hers["review.meetingsheet"][0]["goal_ids"]) <= goals


def test_reminders_that_were_brought_are_planned(world: World, now: datetime) -> None:
    content = archive_of(world.alice, now=now)
    erase_person(world.alice.pk, now=now)
    zoe = person("Zoe")
    brought(content, zoe, now)
    assert Occurrence.objects.filter(owner=zoe, state="pending").exists()


def test_a_check_in_knows_its_answers_again(world: World, now: datetime) -> None:
    own = OwnItem.objects.get(owner=world.alice)
    some = {"recorded_at": now, "social": "some"}
    answers = [Answer(item=None, own_item_id=own.pk, level=level) for level in ("some", "a_lot")]
    for said in ([], answers[:1], answers[1:]):
        put_check_in(new_id(), version=0, values=some, answers=said, by=world.alice)
    digests = digests_of(world.alice)
    CheckIn.objects.filter(answers_digest="").delete()
    content = archive_of(world.alice, now=now)
    erase_person(world.alice.pk, now=now)
    zoe = person("Zoe")
    brought(content, zoe, now)
    assert digests_of(zoe) == digests - {""}
    assert len(digests_of(zoe)) == 3


def digests_of(one: User) -> set[str]:
    return set(CheckIn.objects.owned_by(one).values_list("answers_digest", flat=True))


def test_no_grant_and_no_publication_comes_back(world: World, now: datetime) -> None:
    data = whole(world, now)
    assert "consent.consentgrant" in data["about"]["rows"]
    assert "consent.consentgrant" not in data["record"]["rows"]
    assert not {"asked_at", "resource", "published_at"} & set(data["record"]["rows"]["resources.story"][0])


def test_what_points_to_nothing_here_is_left_out_and_counted(world: World, now: datetime) -> None:
    data = whole(world, now)
    data["record"]["rows"]["matching.suggestionresponse"][0]["resource"] = str(new_id())
    erase_person(world.alice.pk, now=now)
    result = brought(data, person("Zoe"), now)
    assert (result.state, result.left_out) == (JobState.READY, 1)


def change(**values: Any) -> Any:
    return lambda data: data["record"]["rows"]["goals.goal"][0].update(values)


WRONG = {
    "a number where words belong": change(words=7),
    "a zero byte": change(words="a\0b"),
    "too many words": change(words="x" * 20_001),
    "a number out of bounds": change(importance=11),
    "true where a number belongs": change(importance=True),
    "a status nobody knows": change(status="failed"),
    "a time that is none": change(recorded_at="yesterday"),
    "a time without a zone": change(recorded_at="2026-01-01T10:00:00"),
    "an id that is none": change(id="1"),
    "nothing where something belongs": change(status=None),
    "a field nobody knows": change(is_admin=True),
    "a field missing": lambda data: data["record"]["rows"]["goals.goal"][0].pop("words"),
    "another person's row": change(owner=str(new_id())),
    "a table nobody may bring": lambda data: data["record"]["rows"].update({"consent.consentgrant": []}),
    "rows that are none": lambda data: data["record"]["rows"].update({"goals.goal": [1]}),
    "tables that are none": lambda data: data["record"].update(rows=[]),
    "a table that is a number": lambda data: data["record"]["rows"].update({"goals.goal": 3}),
    "the same id twice": lambda data: data["record"]["rows"]["goals.goal"].append(
        data["record"]["rows"]["goals.goal"][0]
    ),
    "a role": lambda data: data["record"]["preferences"].update(role="service_manager"),
    "a zone nobody knows": lambda data: data["record"]["preferences"].update(time_zone="Moon"),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_one_wrong_thing_and_nothing_is_taken(world: World, now: datetime, wrong: str) -> None:
    data = whole(world, now)
    erase_person(world.alice.pk, now=now)
    zoe = person("Zoe")
    WRONG[wrong](data)

    result = brought(data, zoe, now)

    assert (result.state, result.reason) == (JobState.FAILED, WhyFailed.WRONG_VALUES), wrong
    assert all(not part.rows_of(zoe).exists() for part in RECORD)


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression=zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name.replace("_", "."), content)
    return out.getvalue()


def damaged(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes(40) + content[middle + 40 :]


OTHERS = (
    "a record that is a list",
    "more after it",
    "a number beyond any",
    "no record",
    "damaged zip",
    "zip bomb",
)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", WhyFailed.NOT_OURS),
        (b"hello", WhyFailed.NOT_OURS),
        (b"\xff\xfe{", WhyFailed.NOT_OURS),
        (b"PK\x03\x04 but no archive", WhyFailed.NOT_OURS),
        (b"[" * 100_000, WhyFailed.NOT_OURS),
        (b'{"record":' * 100_000, WhyFailed.NOT_OURS),
        (b'{"%s": {"record": [%s]}}' % (b"x" * 1_000_000, b"{}," * 1_000_000 + b"1"), WhyFailed.NOT_OURS),
        (b"[]", WhyFailed.NOT_OURS),
        (b'{"format": "daybook", "version": 2, "record": {}}', WhyFailed.NOT_OURS),
        (b'{"format": "daybook", "version": 1, "record": []}', WhyFailed.NOT_OURS),
        (b'{"format": "daybook", "version": 1, "record": {}} {}', WhyFailed.NOT_OURS),
        (
            b'{"format": "daybook", "version": 1, "record": {"rows": {"goals.goal": [%d]}}}' % 2**80,
            WhyFailed.NOT_OURS,
        ),
        (zipped(other_json=b"{}"), WhyFailed.NOT_OURS),
        (damaged(zipped(record_json=bytes(range(256)) * 40)), WhyFailed.NOT_OURS),
        (zipped(record_json=b" " * (33 * 1024 * 1024)), WhyFailed.TOO_LARGE),
    ],
    ids=[
        "empty",
        "text",
        "encoding",
        "broken zip",
        "depth",
        "objects in objects",
        "a long name",
        "a list",
        "version",
        *OTHERS,
    ],
)
def test_a_file_that_is_not_ours_is_refused(
    alice: User, now: datetime, content: bytes, why: WhyFailed
) -> None:
    result = brought(content, alice, now)
    assert (result.state, result.reason) == (JobState.FAILED, why)


def test_what_was_read_is_not_kept(world: World, now: datetime) -> None:
    result = brought(archive_of(world.alice, now=now), world.alice, now)
    assert result.content == b""


def test_an_archive_lies_encrypted(world: World, now: datetime) -> None:
    ask_for_export(now=now, by=world.alice)
    work(clock=lambda: now)
    export = Export.objects.get(owner=world.alice)
    with zipfile.ZipFile(io.BytesIO(export.content)) as archive:
        assert CANARY in archive.read("read-me.html").decode()
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM export_export")
        stored = bytes(cursor.fetchone()[0])
    assert b"PK" not in stored[:64]
    assert CANARY.encode() not in stored


def test_other_peoples_rows_are_not_in_it(world: World, now: datetime) -> None:
    bob = person("Bobby")
    Goal.objects.create(owner=bob, words="Bob's own words", recorded_at=now)
    assert "Bob's own words" not in json.dumps(whole(world, now), ensure_ascii=False)
