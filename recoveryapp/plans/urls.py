from django.urls import path

from recoveryapp.plans.views.plan import FormerPlanViewSet, PlanFileView, PlanView, SharedPlanFileView

urlpatterns = [
    path("plan/", PlanView.as_view(), name="plan"),
    path("plan/file/", PlanFileView.as_view(), name="plan-file"),
    path("plan/former/", FormerPlanViewSet.as_view({"get": "list"}), name="former-plans"),
    path(
        "plan/former/<uuid:pk>/",
        FormerPlanViewSet.as_view({"get": "retrieve", "delete": "destroy"}),
        name="former-plan",
    ),
    path("people/<uuid:person_id>/plan/file/", SharedPlanFileView.as_view(), name="shared-plan-file"),
]
