"""Which way a message takes: the person's order, and reasons for each way not taken."""

import pytest

from recoveryapp.notifications.channels import Route
from recoveryapp.notifications.enums import DeliveryState
from recoveryapp.reminders.addresses import Reachable
from recoveryapp.reminders.enums import ReminderChannel, WhyNotReady
from recoveryapp.reminders.ways import TRIES_BEFORE_THE_NEXT_CHANNEL, Reach, Stand, next_step

SENT, QUEUED, FAILED = DeliveryState.SENT, DeliveryState.QUEUED, DeliveryState.FAILED


def reach(**ways: list[str] | WhyNotReady) -> Reach:
    """`reach(push=["a", "b"], email=["m"], sms=WhyNotReady.NO_NUMBER)`"""

    def find(channel: ReminderChannel) -> Reachable:
        way = ways[channel.value]
        if isinstance(way, WhyNotReady):
            return Reachable(why_not=way)
        return Reachable([Route(channel=channel.value, target=t, address=t, gateway="g") for t in way])

    return find


ALL = reach(push=["a", "b"], email=["m"], sms=["s"])
NO_PHONE = reach(push=WhyNotReady.NO_DEVICE, email=["m"], sms=["s"])
NOTHING = reach(push=WhyNotReady.NO_DEVICE, email=WhyNotReady.BOUNCED, sms=WhyNotReady.NO_NUMBER)
TIRED = Stand(QUEUED, "unreachable", tries=TRIES_BEFORE_THE_NEXT_CHANNEL)


def targets(step_channels: list[str], find: Reach, stands: dict[tuple[str, str], Stand]) -> list[str]:
    return [route.target for route in next_step(step_channels, find, stands).routes]


@pytest.mark.parametrize(
    ("order", "first"),
    [
        (["push", "email"], ["a", "b"]),
        (["email", "push"], ["m"]),
        (["sms", "email"], ["s"]),
        (["in_app"], []),
    ],
)
def test_the_persons_order_decides_and_all_their_devices_are_one_way(
    order: list[str], first: list[str]
) -> None:
    assert targets(order, ALL, {}) == first


def test_one_that_carried_it_is_enough() -> None:
    step = next_step(
        ["push", "email"], ALL, {("push", "a"): Stand(SENT), ("push", "b"): Stand(FAILED, "gone")}
    )
    assert (step.routes, step.is_carried, step.given_up) == ([], True, [])


def test_another_device_still_gets_it_when_one_has() -> None:
    assert targets(["push", "email"], ALL, {("push", "a"): Stand(SENT)}) == ["b"]


def test_a_way_that_is_not_there_is_passed_over_with_its_reason() -> None:
    step = next_step(["push", "email"], NO_PHONE, {})
    assert [route.target for route in step.routes] == ["m"]
    assert step.given_up == [(("push", ""), "no_device")]


def test_with_no_way_at_all_each_says_why() -> None:
    step = next_step(["push", "email", "sms"], NOTHING, {})
    assert step.routes == []
    assert [reason for _, reason in step.given_up] == ["no_device", "bounced", "no_number"]


def test_when_every_device_is_gone_mail_is_next() -> None:
    gone = {("push", "a"): Stand(FAILED, "gone"), ("push", "b"): Stand(FAILED, "gone")}
    assert targets(["push", "email"], ALL, gone) == ["m"]


def test_a_gateway_out_of_reach_for_a_minute_gives_way_to_the_next() -> None:
    stands = {("push", "a"): TIRED, ("push", "b"): TIRED}
    step = next_step(["push", "email"], ALL, stands)
    assert [route.target for route in step.routes] == ["m"]
    assert [address for address, _ in step.given_up] == [("push", "a"), ("push", "b")]


def test_the_last_way_is_tried_to_the_end() -> None:
    assert targets(["email"], ALL, {("email", "m"): TIRED}) == ["m"]
    assert targets(["email", "push"], NO_PHONE_BUT_MAIL, {("email", "m"): TIRED}) == ["m"]


NO_PHONE_BUT_MAIL = reach(push=WhyNotReady.NO_DEVICE, email=["m"], sms=["s"])
