"""The admin's pages for the registrants of one meeting; below /admin/meetings/<pk>/."""

from django.urls import path

from meetings.message_view import MessageView
from meetings.registrants_screen import (
    RegistrantsView,
    check_in_registrant,
    undo_check_in_registrant,
)
from meetings.sign_in_sheet import sign_in_sheet

app_name = "registrants"

urlpatterns = [
    path("registrants/", RegistrantsView.as_view(), name="index"),
    path("registrants/results/", RegistrantsView.as_view(results_only=True), name="index_results"),
    path("registrants/message/", MessageView.as_view(), name="message"),
    path("registrants/<int:registration_pk>/check-in/", check_in_registrant, name="check_in"),
    path(
        "registrants/<int:registration_pk>/undo-check-in/",
        undo_check_in_registrant,
        name="undo_check_in",
    ),
    path("sign-in-sheet/", sign_in_sheet, name="sign_in_sheet"),
]
