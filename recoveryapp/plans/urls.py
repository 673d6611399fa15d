from django.urls import path

from recoveryapp.plans.views.plan import FormerPlanViewSet, PlanFileView, PlanView, SharedPlanFileView
from recoveryapp.plans.views.wishes import SharingWishViewSet

urlpatterns = [
    path("plan/", PlanView.as_view(), name="plan"),
    path("plan/file/", PlanFileView.as_view(), name="plan-file"),
    path("plan/former/", FormerPlanViewSet.as_view({"get": "list"}), name="former-plans"),
    path(
        "plan/former/<uuid:pk>/",
        FormerPlanViewSet.as_view({"get": "retrieve", "delete": "destroy"}),
        name="former-plan",
    ),
    path("plan/sharing-wishes/", SharingWishViewSet.as_view({"get": "list"}), name="sharing-wishes"),
    path(
        "plan/sharing-wishes/<uuid:pk>/",
        SharingWishViewSet.as_view({"get": "retrieve", "put": "update", "delete": "destroy"}),
        name="sharing-wish",
    ),
    path(
        "plan/sharing-wishes/<uuid:pk>/press/",
        SharingWishViewSet.as_view({"post": "press"}),
        name="sharing-wish-press",
    ),
    path("people/<uuid:person_id>/plan/file/", SharedPlanFileView.as_view(), name="shared-plan-file"),
]
