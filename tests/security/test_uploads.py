"""What is uploaded is read and handed to nobody: a virus in it has no way to anybody else."""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import pytest
from rest_framework import serializers
from rest_framework.views import APIView

from recoveryapp.accounts.models import User
from recoveryapp.arrivals.models import Piece
from recoveryapp.arrivals.serializers import ArrivedSerializer
from recoveryapp.arrivals.views import PieceView
from recoveryapp.common.parsers import StrictJSONParser
from recoveryapp.export.models import Import
from recoveryapp.export.working import work
from recoveryapp.resources.models import UploadPiece
from recoveryapp.resources.serializers.files import UploadFileSerializer
from recoveryapp.teams.models import Organisation, Team
from tests.arrivals.sending import BROUGHT, UPLOADS, give_file
from tests.conftest import ApiFor
from tests.teams.people import join

VIRUS = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""The one that every scanner knows, and that harms nobody."""


def all_of(kind: type[Any]) -> Iterator[type[Any]]:
    for one in kind.__subclasses__():
        yield one
        yield from all_of(one)


def test_two_doors_take_a_file() -> None:
    """A third one, for a picture say, has to be asked what it hands on, and to whom."""
    ours = [one for one in all_of(serializers.Serializer) if one.__module__.startswith("recoveryapp.")]
    whole_files = {
        one
        for one in ours
        for field in getattr(one, "_declared_fields", {}).values()
        if isinstance(field, serializers.FileField)
    }
    views = [one for one in all_of(APIView) if one.__module__.startswith("recoveryapp.")]
    takes_bytes = {one for one in views if set(one.parser_classes) != {StrictJSONParser}}
    assert (whole_files, takes_bytes) == (set(), {PieceView})
    assert set(all_of(ArrivedSerializer)) == {UploadFileSerializer}, "and the one that archives use as it is"


def test_what_was_brought_is_read_and_gone_and_comes_out_of_no_door(
    alice: User, api: ApiFor, fresh_id: Callable[[], UUID], now: datetime
) -> None:
    key = fresh_id()
    answers = [give_file(api(alice), BROUGHT, key, VIRUS)]
    work(clock=lambda: now)
    assert bytes(Import.objects.get(pk=key).content) == b""
    doors = (
        f"me/brought/{key}/",
        f"me/exports/{key}/",
        f"me/exports/{key}/file/",
        "me/exports/",
        f"me/arriving/{key}/",
        f"me/arriving/{key}/0/",
    )
    answers += [api(alice).get(f"/api/v1/{door}") for door in doors]
    assert [answer.status_code for answer in answers] == [201, 200, 405, 404, 200, 200, 405]
    assert [answer for answer in answers if b"EICAR" in answer.content] == []


@pytest.mark.parametrize("name", ["council.json", "council.zip", "council.exe"])
def test_what_is_no_directory_is_refused_before_it_is_kept(
    name: str, max_: User, api: ApiFor, fresh_id: Callable[[], UUID], now: datetime
) -> None:
    harbour = Organisation.objects.create(name="Harbour")
    join(max_, Team.objects.create(organisation=harbour, name="Quay"), now)
    about = {"file_name": name, "source": "council", "licence": "OGL"}
    answer = give_file(api(max_), UPLOADS, fresh_id(), VIRUS, **about)
    assert (answer.status_code, b"EICAR" in answer.content) == (400, False)
    assert (UploadPiece.objects.count(), Piece.objects.count()) == (0, 0)
