from django.urls import path

from recoveryapp.meetings.views.meetings import (
    AnswerMeetingView,
    CallOffView,
    MeetingFileView,
    MeetingsView,
    MeetingView,
    PairsView,
)
from recoveryapp.meetings.views.writing import (
    AgendaLineView,
    CommitmentsView,
    CommitmentView,
    MakeStepView,
    MarkCommitmentView,
    NotesView,
    NoteView,
    TickableLinesView,
)

OF_TWO = "assignments/<uuid:assignment_id>"
MEETING = f"{OF_TWO}/meetings/<uuid:meeting_id>"

urlpatterns = [
    path("together/", PairsView.as_view(), name="together"),
    path("agenda/tickable/", TickableLinesView.as_view(), name="agenda-tickable"),
    path(f"{OF_TWO}/meetings/", MeetingsView.as_view(), name="meetings"),
    path(f"{OF_TWO}/meetings/<uuid:pk>/", MeetingView.as_view(), name="meeting"),
    path(f"{OF_TWO}/meetings/<uuid:pk>/answer/", AnswerMeetingView.as_view(), name="meeting-answer"),
    path(f"{OF_TWO}/meetings/<uuid:pk>/call-off/", CallOffView.as_view(), name="meeting-call-off"),
    path(f"{OF_TWO}/meetings/<uuid:pk>/calendar/", MeetingFileView.as_view(), name="meeting-file"),
    path(f"{MEETING}/agenda/<uuid:pk>/", AgendaLineView.as_view(), name="agenda-line"),
    path(f"{MEETING}/notes/", NotesView.as_view(), name="meeting-notes"),
    path(f"{MEETING}/notes/<uuid:pk>/", NoteView.as_view(), name="meeting-note"),
    path(f"{OF_TWO}/commitments/", CommitmentsView.as_view(), name="commitments"),
    path(f"{OF_TWO}/commitments/<uuid:pk>/", CommitmentView.as_view(), name="commitment"),
    path(f"{OF_TWO}/commitments/<uuid:pk>/mark/", MarkCommitmentView.as_view(), name="commitment-mark"),
    path(f"{OF_TWO}/commitments/<uuid:pk>/step/", MakeStepView.as_view(), name="commitment-step"),
]
