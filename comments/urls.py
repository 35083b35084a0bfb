from django.urls import path, register_converter

from comments import views


class DocketNumber:
    """PA-2026-01."""

    regex = "[A-Z]{2,6}-[0-9]{4}-[0-9]{2,4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DocketNumber, "docket")

app_name = "comments"

urlpatterns = [
    path("drafts/<int:pk>/<slug:slug>/", views.draft, name="draft"),
    path("dockets/<docket:number>/", views.docket, name="docket"),
    path("dockets/<docket:number>/comment/", views.comment_form, name="comment_form"),
    path("dockets/<docket:number>/comments/<int:sequence>/", views.comment, name="comment"),
    path("receipts/<str:token>/", views.receipt, name="receipt"),
    path("attachments/<uuid:token>/", views.attachment, name="attachment"),
]
