"""Every way to a gateway. In the app is none: it needs no network."""

from recoveryapp.notifications.channels import Carrier
from recoveryapp.notifications.email import EmailCarrier
from recoveryapp.notifications.push.carrier import PushCarrier
from recoveryapp.notifications.sms import SmsCarrier

CARRIERS: list[Carrier] = [PushCarrier(), EmailCarrier(), SmsCarrier()]
