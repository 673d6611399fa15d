from django.urls import path

from tests.bench.floor.views import Entries, Trend

urlpatterns = [path("entries/", Entries.as_view()), path("trend/", Trend.as_view())]
