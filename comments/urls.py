from django.urls import include, path, register_converter

from comments import (
    comment_views,
    file_views,
    receipt_views,
    record_views,
    redline_views,
    response_views,
    views,
)


class DocketNumber:
    """PA-2026-01."""

    regex = "[A-Z]{2,6}-[0-9]{4}-[0-9]{2,4}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class PointLabel:
    """12-3: the third point of letter 12, as (12, 3); to an address from the label."""

    regex = "[1-9][0-9]{0,8}-[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> tuple[int, int]:
        letter, number = value.split("-")
        return int(letter), int(number)

    def to_url(self, value: str) -> str:
        return value


class DocumentSuffix:
    """What a file of the response to comments is called behind the dot."""

    regex = "|".join(response_views.FORMATS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DocketNumber, "docket")
register_converter(PointLabel, "point")
register_converter(DocumentSuffix, "suffix")

app_name = "comments"

urlpatterns = [
    path("drafts/<int:pk>/<slug:slug>/", views.draft, name="draft"),
    path("drafts/<int:pk>/<slug:slug>/changes/", redline_views.draft_changes, name="draft_changes"),
    path("dockets/<docket:number>/", views.docket, name="docket"),
    path("dockets/<docket:number>/docket.json", record_views.docket_json, name="docket_json"),
    path("dockets/<docket:number>/comments.csv", record_views.docket_csv, name="docket_csv"),
    path("dockets/<docket:number>/comments.atom", record_views.docket_feed, name="docket_feed"),
    path("dockets/<docket:number>/comment/", comment_views.comment_form, name="comment_form"),
    path(
        "dockets/<docket:number>/comment/<str:token>/",
        include(
            [
                path("", comment_views.words, name="comment_words"),
                path("about-you/", comment_views.person, name="comment_person"),
                path("review/", comment_views.review, name="comment_review"),
                path("save/", comment_views.save, name="comment_save"),
                path("files/", file_views.files, name="comment_files"),
            ]
        ),
    ),
    path("dockets/<docket:number>/comments/<int:sequence>/", views.comment, name="comment"),
    path("dockets/<docket:number>/responses/", response_views.responses, name="responses"),
    path(
        "dockets/<docket:number>/responses/",
        include(
            [
                path("topics/", response_views.topics, name="response_topics"),
                path("commenters/", response_views.commenters, name="response_commenters"),
                path(
                    "master/<int:master>/", response_views.master_response, name="master_response"
                ),
                path(
                    "<slug:language>.<suffix:suffix>",
                    response_views.download,
                    name="response_document",
                ),
            ]
        ),
    ),
    path("dockets/<docket:number>/<point:label>/", response_views.point, name="point"),
    path("receipts/<str:token>/", receipt_views.receipt, name="receipt"),
    path("receipts/<str:token>/add/", receipt_views.add, name="receipt_add"),
    path("receipts/<str:token>/withdraw/", receipt_views.withdraw, name="receipt_withdraw"),
    path(
        "receipts/<str:token>/confirm/", receipt_views.confirm_email, name="receipt_confirm_email"
    ),
    path("attachments/<uuid:token>/", views.attachment, name="attachment"),
]
