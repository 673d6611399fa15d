from django.urls import path

from recoveryapp.consent.supporters.views import (
    AcceptSupportView,
    LookAtSupportView,
    ResendSupporterView,
    StopSupportingView,
    SupportersView,
    SupporterView,
    SupportingView,
)

urlpatterns = [
    path("supporters/", SupportersView.as_view(), name="supporters"),
    path("supporters/look/", LookAtSupportView.as_view(), name="supporter-look"),
    path("supporters/accept/", AcceptSupportView.as_view(), name="supporter-accept"),
    path("supporters/<uuid:supporter_id>/", SupporterView.as_view(), name="supporter"),
    path("supporters/<uuid:supporter_id>/resend/", ResendSupporterView.as_view(), name="supporter-resend"),
    path("supporting/", SupportingView.as_view(), name="supporting"),
    path("supporting/<uuid:supporter_id>/stop/", StopSupportingView.as_view(), name="supporting-stop"),
]
