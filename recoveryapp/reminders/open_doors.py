"""Addresses without a sign-in: one press in a mail, the calendar, and what an operator's watch asks."""

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from recoveryapp.common import tally
from recoveryapp.common.errors import NotVisible
from recoveryapp.common.problems import not_found
from recoveryapp.common.shell import shell
from recoveryapp.reminders import calendars, stops, watching

METRICS = """\
# HELP reminders_due Reminders that are due and not at an end.
# TYPE reminders_due gauge
reminders_due {due}
# HELP reminders_oldest_due_seconds How long the oldest of them has been due.
# TYPE reminders_oldest_due_seconds gauge
reminders_oldest_due_seconds {oldest:.0f}
# HELP reminders_oldest_unclaimed_seconds How long the oldest that no worker took has been due.
# TYPE reminders_oldest_unclaimed_seconds gauge
reminders_oldest_unclaimed_seconds {unclaimed:.0f}
# HELP app_queue_age_seconds How long ago a worker last did what the beat asks for each 3 seconds.
# TYPE app_queue_age_seconds gauge
app_queue_age_seconds {queue_age:.0f}
# HELP app_queue_length Messages that no worker has taken; -1 where the broker cannot be reached.
# TYPE app_queue_length gauge
app_queue_length {queue_length}
"""


@csrf_exempt
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """RFC 8058: a POST stops, from the mail reader or from the page. The link alone shows the page."""
    if request.method != "POST":
        return shell(request)
    try:
        stops.stop_by_token(token, now=timezone.now())
    except NotVisible:
        return not_found(request)
    return JsonResponse({"status": "stopped"}, headers={"Cache-Control": "no-store"})


@require_safe
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    try:
        content = calendars.feed(secret, now=timezone.now())
    except NotVisible:
        return not_found(request)
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"},
    )


@require_safe
def health(request: HttpRequest) -> JsonResponse:
    try:
        found = watching.waiting(now=timezone.now())
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    seconds = int(found.unclaimed.total_seconds())
    status = "late" if found.is_late else "ok"
    return JsonResponse(
        {"status": status, "oldest_unclaimed_seconds": seconds}, status=503 if found.is_late else 200
    )


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus. Counts and seconds of the whole service, nothing of anybody."""
    now = timezone.now()
    found = watching.waiting(now=now)
    text = METRICS.format(
        due=found.count,
        oldest=found.oldest.total_seconds(),
        unclaimed=found.unclaimed.total_seconds(),
        queue_age=watching.since_last_look(now=now).total_seconds(),
        queue_length=watching.queue_length(),
    )
    lines = "\n".join(tally.lines(tally.tally.total()))
    return HttpResponse(f"{text}{lines}\n", content_type="text/plain; version=0.0.4; charset=utf-8")
