from django.urls import path

from recoveryapp.review.views.page import (
    LookAsView,
    LookThroughGrantView,
    ReviewView,
    SharedPagesView,
    SupportedView,
)
from recoveryapp.review.views.remarks import (
    RemarkAnswerView,
    RemarksView,
    RemarkView,
    WriteRemarkView,
    WrittenRemarksView,
)
from recoveryapp.review.views.sheets import (
    HandedSheetFileView,
    HandedSheetsView,
    HandedSheetView,
    LookAtSheetView,
    MeetingSheetViewSet,
    OwnSheetFileView,
    OwnSheetPageView,
    TickableView,
)

urlpatterns = [
    path("people/<uuid:person_id>/review/", ReviewView.as_view(), name="review"),
    path("supporting/<uuid:person_id>/", SupportedView.as_view(), name="supported"),
    path("people/<uuid:person_id>/journal/", SharedPagesView.as_view(), name="shared-pages"),
    path("people/<uuid:person_id>/sheets/", HandedSheetsView.as_view(), name="handed-sheets"),
    path("people/<uuid:person_id>/sheets/<uuid:pk>/", HandedSheetView.as_view(), name="handed-sheet"),
    path(
        "people/<uuid:person_id>/sheets/<uuid:pk>/file/",
        HandedSheetFileView.as_view(),
        name="handed-sheet-file",
    ),
    path("people/<uuid:person_id>/remarks/", WrittenRemarksView.as_view(), name="written-remarks"),
    path("people/<uuid:person_id>/remarks/<uuid:pk>/", WriteRemarkView.as_view(), name="write-remark"),
    path("sharing/look/", LookAsView.as_view(), name="look-as"),
    path("sharing/grants/<uuid:pk>/look/", LookThroughGrantView.as_view(), name="grant-look"),
    path("sheets/", MeetingSheetViewSet.as_view({"get": "list"}), name="sheets"),
    path("sheets/tickable/", TickableView.as_view(), name="sheets-tickable"),
    path(
        "sheets/<uuid:pk>/",
        MeetingSheetViewSet.as_view({"get": "retrieve", "put": "update", "delete": "destroy"}),
        name="sheet",
    ),
    path("sheets/<uuid:pk>/page/", OwnSheetPageView.as_view(), name="sheet-page"),
    path("sheets/<uuid:pk>/file/", OwnSheetFileView.as_view(), name="sheet-file"),
    path("sheets/<uuid:pk>/look/", LookAtSheetView.as_view(), name="sheet-look"),
    path("remarks/", RemarksView.as_view(), name="remarks"),
    path("remarks/<uuid:pk>/", RemarkView.as_view(), name="remark"),
    path("remarks/<uuid:pk>/answers/<uuid:answer_id>/", RemarkAnswerView.as_view(), name="remark-answer"),
]
