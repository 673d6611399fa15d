"""How long a sign-in holds, where one is signed in, and how recently it was surely the person."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.http import HttpRequest
from django.test import Client

from recoveryapp.accounts.actions import end_sessions
from recoveryapp.accounts.devices import device_of
from recoveryapp.accounts.models import Session, User
from recoveryapp.accounts.queries import sign_ins_of
from recoveryapp.accounts.sessions import BEGAN_AT, DEVICE, IDLE, LONGEST, SessionStore
from recoveryapp.accounts.sign_in import begin_session, is_recent, note_seen, set_limits
from recoveryapp.audit.models import AuditEvent
from recoveryapp.common.ids import new_id
from tests.accounts.door import ME, Visitor, with_password
from tests.conftest import ApiFor, CountQueries, sign_in_fully

MINUTE, HOUR, DAY, SECOND = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1), timedelta(seconds=1)
SIGN_INS = "/api/v1/me/sign-ins/"
SetClock = Callable[[datetime], None]


@pytest.fixture
def set_clock(monkeypatch: pytest.MonkeyPatch) -> SetClock:
    """What the server's clock says from here on; sessions and the library read it in three ways."""

    def set_to(moment: datetime) -> None:
        monkeypatch.setattr("django.utils.timezone.now", lambda: moment)
        monkeypatch.setattr("time.time", moment.timestamp)

    return set_to


@pytest.mark.parametrize(
    ("role", "idle"),
    [("clinician", 15 * MINUTE), ("service_manager", 15 * MINUTE), ("service_user", 30 * DAY)],
)
def test_a_sign_in_ends_when_nothing_was_done_for_so_long(
    role: str, idle: timedelta, alice: User, now: datetime, set_clock: SetClock
) -> None:
    User.objects.filter(pk=alice.pk).update(role=role)
    alice.refresh_from_db()
    for waited, expected in ((idle - SECOND, 200), (idle, 401)):
        set_clock(now)
        client = Client()
        sign_in_fully(client, alice)
        set_clock(now + waited)
        assert client.get(ME).status_code == expected


def arriving(said: dict[str, str]) -> HttpRequest:
    """Somebody whose browser says this much with the sign-in."""
    request = HttpRequest()
    request.META.update(said)
    request.session = SessionStore()
    return request


SHARED_PHONE = {"HTTP_SHARED_PHONE": "1"}


@pytest.mark.parametrize(
    ("who", "said", "idle", "longest"),
    [
        ("service_user", {}, 30 * DAY, None),
        ("service_user", SHARED_PHONE, 30 * MINUTE, 12 * HOUR),
        ("peer_worker", {}, 15 * MINUTE, 12 * HOUR),
        ("peer_worker", SHARED_PHONE, 15 * MINUTE, 12 * HOUR),
    ],
)
def test_a_sign_in_holds_as_long_as_the_person_and_the_phone_need(
    who: str, said: dict[str, str], idle: timedelta, longest: timedelta | None, now: datetime
) -> None:
    request = arriving(said)
    begin_session(request, User(role=who), now=now)
    assert request.session[IDLE] == idle.total_seconds()
    assert request.session.get(LONGEST) == (longest and longest.total_seconds())
    assert request.session[BEGAN_AT] == now.timestamp()
    assert request.session.get_expire_at_browser_close() == (said == SHARED_PHONE)


def test_a_sign_in_says_on_what_it_is(now: datetime) -> None:
    request = arriving({"HTTP_USER_AGENT": "Mozilla/5.0 (iPhone) Version/18.0 Mobile Safari/604.1"})
    begin_session(request, User(role="service_user"), now=now)
    assert request.session[DEVICE] == "Safari, iPhone"


def test_a_sign_in_that_says_nothing_of_the_phone_is_on_ones_own() -> None:
    request = arriving({})
    set_limits(request, User(role="service_user"))
    assert request.session[IDLE] == (30 * DAY).total_seconds()


def test_what_is_done_puts_the_end_of_that_sign_in_off_and_of_no_other(
    alice: User, api: ApiFor, now: datetime
) -> None:
    this, other = (SessionStore(api(alice).session.session_key) for _ in range(2))
    request = HttpRequest()
    request.session = this
    assert this[SESSION_KEY] == str(alice.pk)
    before = Session.objects.get(pk=other.session_key)
    note_seen(request, now=now + 3 * DAY)
    row = Session.objects.get(pk=this.session_key)
    assert (row.seen_at, row.expire_date) == (now + 3 * DAY, now + 33 * DAY)
    assert values_of(Session.objects.get(pk=other.session_key)) == values_of(before)


def signed_in_on_a_shared_phone(user: User) -> Client:
    visitor = Visitor(headers={"Shared-Phone": "1"})
    assert visitor.sign_in(with_password(user))[0] == 200
    return visitor.client


def test_on_a_phone_that_others_use_too_the_cookie_ends_with_the_browser(alice: User, bob: User) -> None:
    own = Visitor()
    own.sign_in(with_password(bob))
    assert own.client.cookies[settings.SESSION_COOKIE_NAME]["max-age"]
    cookie = signed_in_on_a_shared_phone(alice).cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["max-age"], cookie["expires"]) == ("", "")


def test_on_a_phone_that_others_use_too_a_sign_in_ends_after_half_an_hour_of_nothing(
    alice: User, now: datetime, set_clock: SetClock
) -> None:
    set_clock(now)
    client = signed_in_on_a_shared_phone(alice)
    set_clock(now + 29 * MINUTE)
    assert client.get(ME).status_code == 200
    set_clock(now + 59 * MINUTE)
    assert client.get(ME).status_code == 401


def test_on_a_phone_that_others_use_too_a_sign_in_ends_after_twelve_hours_whatever_is_done(
    alice: User, now: datetime, set_clock: SetClock
) -> None:
    set_clock(now)
    client = signed_in_on_a_shared_phone(alice)
    for minutes in range(20, 12 * 60, 20):
        set_clock(now + minutes * MINUTE)
        assert client.get(ME).status_code == 200, minutes
    set_clock(now + 12 * HOUR)
    assert client.get(ME).status_code == 401


def test_a_sign_in_at_work_ends_after_twelve_hours_whatever_is_done(
    cleo: User, now: datetime, set_clock: SetClock
) -> None:
    set_clock(now)
    client = Client()
    sign_in_fully(client, cleo)
    for minutes in range(10, 12 * 60, 10):
        set_clock(now + minutes * MINUTE)
        assert client.get(ME).status_code == 200, minutes
    set_clock(now + 12 * HOUR)
    assert client.get(ME).status_code == 401


def test_what_a_page_asks_by_itself_keeps_nobody_signed_in(
    cleo: User, now: datetime, set_clock: SetClock
) -> None:
    set_clock(now)
    client = Client()
    sign_in_fully(client, cleo)
    for minutes in range(15):
        set_clock(now + minutes * MINUTE)
        assert client.get(ME, headers={"Unseen": "1"}).status_code == 200
    set_clock(now + 15 * MINUTE)
    assert client.get(ME, headers={"Unseen": "1"}).status_code == 401


def test_reading_costs_no_statement_for_the_session_but_once_in_a_while(
    cleo: User, now: datetime, set_clock: SetClock, count_queries: CountQueries
) -> None:
    set_clock(now)
    client = Client()
    sign_in_fully(client, cleo)
    set_clock(now + MINUTE - SECOND)
    with count_queries(1):
        client.get(ME)
    set_clock(now + MINUTE)
    with count_queries(2):
        client.get(ME)


def test_the_statement_of_every_request_reads_what_the_orm_reads(alice: User, api: ApiFor) -> None:
    key = str(api(alice).session.session_key)
    by_orm = Session.objects.select_related("account").get(pk=key)
    store = SessionStore(key)
    assert store.load()[SESSION_KEY] == str(alice.pk)
    assert store.row is not None
    assert store.row.account is not None
    assert by_orm.account is not None
    assert values_of(store.row) == values_of(by_orm)
    assert values_of(store.row.account) == values_of(by_orm.account)
    fields = [*Session._meta.concrete_fields, *User._meta.concrete_fields]
    assert not [field for field in fields if hasattr(field, "from_db_value")]


def values_of(row: Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_a_session_of_another_account_than_it_says_is_read_djangos_way(
    alice: User, bob: User, api: ApiFor
) -> None:
    client = api(alice)
    Session.objects.filter(pk=client.session.session_key).update(account=bob)
    assert client.get(ME).json()["id"] == str(alice.pk)


def test_an_account_that_was_closed_is_nobody(alice: User, api: ApiFor) -> None:
    client = api(alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert client.get(ME).status_code == 401


def test_a_new_role_brings_its_own_ends(alice: User, now: datetime, set_clock: SetClock) -> None:
    set_clock(now)
    client = Client()
    sign_in_fully(client, alice)
    User.objects.filter(pk=alice.pk).update(role="peer_worker")
    assert client.get(ME).status_code == 200
    set_clock(now + 15 * MINUTE)
    assert client.get(ME).status_code == 401


def test_nobodys_session_is_one_that_no_key_opens(alice: User, api: ApiFor) -> None:
    client = api(alice)
    Session.objects.update(session_data="test:AAAA")
    assert client.get(ME).status_code == 401


def test_i_see_where_i_am_signed_in_and_end_all_others(alice: User, bob: User, api: ApiFor) -> None:
    with_password(alice)
    phone = Visitor(HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 10; K) Chrome/129.0 Mobile Safari/537.36")
    desk = Visitor(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/131.0")
    others = api(bob)
    for browser in (desk, phone):
        browser.sign_in(alice)
    rows = phone.client.get(SIGN_INS).json()["sign_ins"]
    assert [(row["device"], row["is_this"]) for row in rows] == [
        ("Chrome, Android", True),
        ("Firefox, Windows", False),
    ]
    left = phone.client.post(f"{SIGN_INS}end-others/").json()["sign_ins"]
    assert [row["device"] for row in left] == ["Chrome, Android"]
    assert (phone.me()[0], desk.me()[0], others.get(ME).status_code) == (200, 401, 200)


def test_i_end_one_of_them_and_stay_signed_in_in_the_others(alice: User) -> None:
    with_password(alice)
    phone, lost, desk = Visitor(HTTP_USER_AGENT="iPhone Safari"), Visitor(), Visitor()
    for browser in (phone, lost, desk):
        browser.sign_in(alice)
    rows = lost.client.get(SIGN_INS).json()["sign_ins"]
    its_id = next(row["id"] for row in rows if row["is_this"])
    assert phone.client.delete(f"{SIGN_INS}{its_id}/").status_code == 204
    assert [browser.me()[0] for browser in (phone, lost, desk)] == [200, 401, 200]
    line = AuditEvent.objects.filter(owner_id=alice.pk).latest("number")
    assert (line.verb, line.noun, line.actor_id) == ("change", "accounts.user", alice.pk)


def test_over_already_is_as_good_and_leaves_no_line(alice: User, api: ApiFor) -> None:
    client = api(alice)
    lines = AuditEvent.objects.count()
    assert client.delete(f"{SIGN_INS}{new_id()}/").status_code == 204
    assert AuditEvent.objects.count() == lines


def test_nobody_ends_a_sign_in_of_somebody_else(alice: User, bob: User, api: ApiFor) -> None:
    hers, his = api(alice), api(bob)
    row = hers.get(SIGN_INS).json()["sign_ins"][0]
    assert his.delete(f"{SIGN_INS}{row['id']}/").status_code == 204
    assert hers.get(ME).status_code == 200


def test_the_list_holds_no_key_of_any_session(alice: User, api: ApiFor) -> None:
    client = api(alice)
    answer = client.get(SIGN_INS)
    assert str(client.session.session_key) not in answer.content.decode()


@pytest.mark.parametrize(("is_https", "name"), [(True, "__Host-session"), (False, "session")])
def test_the_cookie_is_bound_to_the_host_where_there_is_https(is_https: bool, name: str) -> None:
    if is_https == settings.IS_HTTPS:
        assert name == settings.SESSION_COOKIE_NAME
    assert settings.SESSION_COOKIE_HTTPONLY
    assert settings.SESSION_COOKIE_SAMESITE == "Lax"


def test_signing_in_changes_the_key_of_the_session(alice: User) -> None:
    with_password(alice)
    visitor = Visitor()
    visitor.ask("get", "auth/session")
    visitor.post("auth/password/request", email="nobody@example.org")
    before = visitor.client.session.session_key
    visitor.sign_in(alice)
    assert before != visitor.client.session.session_key


@pytest.mark.parametrize(
    ("said", "device"),
    [
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Macintosh) Chrome/129.0 Safari/537.36 Edg/129.0", "Edge, Mac"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_browser_is_named_in_words_people_know(said: str, device: str) -> None:
    assert device_of(said) == device


def test_a_session_from_before_these_rules_is_nobodys(alice: User, api: ApiFor) -> None:
    client = api(alice)
    session = client.session
    del session[BEGAN_AT]
    session.save()
    assert client.get(ME).status_code == 401


def test_what_was_ended_everywhere_stands_in_no_list(alice: User, api: ApiFor, now: datetime) -> None:
    api(alice)
    end_sessions(alice, now=now + MINUTE, by=alice)
    assert list(sign_ins_of(alice, now=now + MINUTE)) == []


def test_nobody_has_signed_in_recently_who_has_not_signed_in(now: datetime) -> None:
    request = HttpRequest()
    request.user = AnonymousUser()
    assert not is_recent(request, now=now)
