"""Drafts, dockets and the review queue in the admin."""

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail import hooks
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from comments.models import Comment, Docket, Draft
from comments.review_queue import CommentPermissionPolicy, CommentViewSet
from engagement.panels import FILE_PANELS, language_tabs, side_by_side
from engagement.viewsets import published_column

register_permission_policy(Comment, CommentPermissionPolicy(Comment))


class DraftViewSet(SnippetViewSet):
    model = Draft
    icon = "edit"
    menu_label = _("Drafts")
    menu_order = 212
    add_to_admin_menu = True
    list_display = ["headline", "initiative", "docket", "released_on", published_column()]
    list_filter = ["initiative", "docket", "live"]
    search_fields = ["headline_en", "headline_es"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("initiative"),
                    FieldPanel("docket"),
                    FieldRowPanel([FieldPanel("number"), FieldPanel("released_on")]),
                    InlinePanel(
                        "files",
                        panels=[FieldPanel("kind"), *side_by_side(["headline"]), *FILE_PANELS],
                        heading=_("Files"),
                        label=_("File"),
                    ),
                ],
                heading=pgettext_lazy("of a draft to the public", "Release"),
            ),
            *language_tabs(["headline", "summary", "what_changed"]),
            ObjectList(
                [
                    InlinePanel(
                        "sections",
                        panels=side_by_side(["heading", "body"]),
                        heading=_("Sections"),
                        label=_("Section"),
                        help_text=_("Residents can comment on each section by itself."),
                    )
                ],
                heading=_("Sections"),
            ),
        ]
    )


class DocketViewSet(SnippetViewSet):
    model = Docket
    icon = "folder-open-inverse"
    menu_label = _("Dockets")
    menu_order = 215
    add_to_admin_menu = True
    list_display = ["number", "headline", "opens_at", "closes_at", published_column()]
    list_filter = ["initiative", "live"]
    search_fields = ["number", "headline_en", "headline_es"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("number"),
                    FieldPanel("initiative"),
                    FieldRowPanel([FieldPanel("opens_at"), FieldPanel("closes_at")]),
                    FieldRowPanel([FieldPanel("grace_minutes"), FieldPanel("accepts_late")]),
                    FieldRowPanel([FieldPanel("requires_name"), FieldPanel("requires_email")]),
                    FieldPanel("accepts_anonymous"),
                    MultiFieldPanel(
                        [
                            FieldPanel("email_address"),
                            FieldPanel("postal_address"),
                            FieldPanel("voice_phone"),
                        ],
                        heading=_("Other ways to comment"),
                    ),
                ],
                heading=_("Comment period"),
            ),
            *language_tabs(["headline", "summary"]),
        ]
    )


register_snippet(DraftViewSet)
register_snippet(DocketViewSet)


@hooks.register("register_admin_viewset")
def register_review_queue():
    return CommentViewSet()


@hooks.register("insert_global_admin_css")
def review_css():
    return format_html('<link rel="stylesheet" href="{}">', static("comments/review.css"))
