from django.urls import path

from recoveryapp.review.views import LookAsView, LookThroughGrantView, ReviewView, SharedPagesView

urlpatterns = [
    path("people/<uuid:person_id>/review/", ReviewView.as_view(), name="review"),
    path("people/<uuid:person_id>/journal/", SharedPagesView.as_view(), name="shared-pages"),
    path("sharing/look/", LookAsView.as_view(), name="look-as"),
    path("sharing/grants/<uuid:pk>/look/", LookThroughGrantView.as_view(), name="grant-look"),
]
