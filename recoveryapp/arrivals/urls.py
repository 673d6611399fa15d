from django.urls import path

from recoveryapp.arrivals.views import ArrivingView, PieceView

urlpatterns = [
    path("me/arriving/<uuid:file_id>/", ArrivingView.as_view(), name="arriving"),
    path("me/arriving/<uuid:file_id>/<int:number>/", PieceView.as_view(), name="piece"),
]
