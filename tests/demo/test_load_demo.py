import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from recoveryapp.accounts.enums import Role
from recoveryapp.accounts.models import User
from recoveryapp.demo.actions import DEMO_PASSWORD, load_demo
from recoveryapp.goals.models import Goal
from recoveryapp.outcomes.models import CheckIn
from tests.conftest import ApiFor


def test_there_is_somebody_of_each_role(db: None) -> None:
    load_demo(now=timezone.now())
    assert set(User.objects.values_list("role", flat=True)) == set(Role.values)


def test_a_demo_person_signs_in_and_sees_a_year(db: None, api: ApiFor) -> None:
    load_demo(now=timezone.now())
    client = api()
    body = {"email": "robin@demo.example", "password": DEMO_PASSWORD}
    assert client.post("/_allauth/browser/v1/auth/login", body, format="json").status_code == 200
    weeks = client.get("/api/v1/check-ins/trend/?weeks=52").json()["weeks"]
    spoken = [week for week in weeks if week["functional"] is not None]
    assert 30 < len(spoken) < 52, "a year with gaps"
    assert {goal["status"] for goal in client.get("/api/v1/goals/").json()["results"]} == {
        "active",
        "cancelled",
    }
    assert len(client.get("/api/v1/journal/entries/").json()["results"]) == 13


def test_loading_twice_adds_nobody(db: None) -> None:
    load_demo(now=timezone.now())
    before = (User.objects.count(), CheckIn.objects.count(), Goal.objects.count())
    load_demo(now=timezone.now())
    assert (User.objects.count(), CheckIn.objects.count(), Goal.objects.count()) == before


def test_demo_people_never_join_real_ones(alice: User) -> None:
    with pytest.raises(CommandError, match="holds other people"):
        call_command("load_demo")
    assert list(User.objects.all()) == [alice]
