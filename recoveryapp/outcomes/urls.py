from django.urls import path

from recoveryapp.outcomes.views.logic_model import LogicModelView, MeasuresView

urlpatterns = [
    path("logic-model/", LogicModelView.as_view(), name="logic-model"),
    path("measures/", MeasuresView.as_view(), name="measures"),
]
