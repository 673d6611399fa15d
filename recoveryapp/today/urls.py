from django.urls import path

from recoveryapp.today.views import TodayView

urlpatterns = [path("today/", TodayView.as_view(), name="today")]
