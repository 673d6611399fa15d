from django.urls import path

from recoveryapp.conversations.views import (
    AttachableView,
    CloseView,
    ConversationView,
    MessagesView,
    MessageView,
    ReadView,
    ReopenView,
    ToldByView,
    UnreadView,
)

OF_TWO = "assignments/<uuid:assignment_id>"

urlpatterns = [
    path("conversations/unread/", UnreadView.as_view(), name="unread"),
    path(f"{OF_TWO}/conversation/", ConversationView.as_view(), name="conversation"),
    path(f"{OF_TWO}/conversation/close/", CloseView.as_view(), name="conversation-close"),
    path(f"{OF_TWO}/conversation/reopen/", ReopenView.as_view(), name="conversation-reopen"),
    path(f"{OF_TWO}/conversation/read/", ReadView.as_view(), name="conversation-read"),
    path(f"{OF_TWO}/conversation/told-by/", ToldByView.as_view(), name="conversation-told-by"),
    path(f"{OF_TWO}/attachable/", AttachableView.as_view(), name="attachable"),
    path(f"{OF_TWO}/messages/", MessagesView.as_view(), name="messages"),
    path(f"{OF_TWO}/messages/<uuid:pk>/", MessageView.as_view(), name="message"),
]
