"""Meetings and their registrants in the admin."""

from django.forms import CheckboxSelectMultiple
from django.templatetags.static import static
from django.urls import path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from engagement.panels import FILE_PANELS, language_tabs
from engagement.viewsets import ReadOnlyPermissionPolicy, ReadOnlyViewSet, published_column
from meetings.invitation_view import read_invitation
from meetings.models import Meeting, Registration

register_permission_policy(Registration, ReadOnlyPermissionPolicy(Registration))


class MeetingViewSet(SnippetViewSet):
    model = Meeting
    icon = "calendar-alt"
    menu_label = _("Meetings")
    menu_order = 200
    add_to_admin_menu = True
    ordering = ["-starts_at"]
    list_display = ["headline", "starts_at", "kind", "status", published_column()]
    list_filter = ["kind", "status", "initiatives", "live"]
    search_fields = ["headline_en", "headline_es"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("initiatives", widget=CheckboxSelectMultiple),
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("format"), FieldPanel("status")]),
                    FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
                    MultiFieldPanel(
                        [FieldPanel("venue"), FieldPanel("room"), FieldPanel("address")],
                        heading=_("Place"),
                    ),
                ],
                heading=_("When and where"),
            ),
            *language_tabs(["headline", "summary"]),
            ObjectList(
                [
                    HelpPanel(template="meetings/admin/invitation.html"),
                    FieldRowPanel([FieldPanel("zoom_kind"), FieldPanel("zoom_id")]),
                    FieldPanel("join_url"),
                    FieldPanel("passcode"),
                    InlinePanel(
                        "dial_in_numbers",
                        panels=[FieldRowPanel([FieldPanel("number"), FieldPanel("region")])],
                        heading=_("Dial-in numbers"),
                        label=_("Dial-in number"),
                    ),
                ],
                heading=_("Join details"),
            ),
            ObjectList(
                [
                    FieldPanel("takes_registration"),
                    FieldPanel("capacity"),
                    FieldPanel("join_details_private"),
                ],
                heading=_("Registration"),
            ),
            ObjectList(
                [
                    InlinePanel(
                        "materials",
                        panels=[FieldPanel("kind"), *FILE_PANELS],
                        heading=_("Materials"),
                        label=_("Material"),
                        help_text=_("Size and kind are read from the file; nobody types them."),
                    )
                ],
                heading=_("Materials"),
            ),
        ]
    )


register_snippet(MeetingViewSet)


class RegistrationViewSet(ReadOnlyViewSet):
    """Who comes, for those who run the meeting; personal data, so only by permission."""

    model = Registration
    name = "registrations"
    icon = "group"
    menu_label = _("Registrants")
    menu_order = 205
    add_to_admin_menu = True
    inspect_view_fields = [
        "meeting",
        "state",
        "name",
        "email",
        "language",
        "affiliation",
        "questions",
        "accommodation",
        "queued_at",
    ]
    ordering = ["-queued_at"]
    list_display = ["name", "meeting", "state", "language", "accommodation", "queued_at"]
    list_filter = ["meeting", "state"]
    search_fields = ["name", "email"]
    list_export = [
        "meeting",
        "get_state_display",
        "name",
        "email",
        "get_language_display",
        "affiliation",
        "questions",
        "accommodation",
        "queued_at",
    ]
    export_headings = {
        "get_state_display": _("State"),
        "get_language_display": _("Language"),
    }
    export_filename = "registrants"


@hooks.register("register_admin_viewset")
def register_registrations():
    return RegistrationViewSet()


@hooks.register("register_admin_urls")
def register_invitation_url():
    return [path("meetings/invitation/", read_invitation, name="read_invitation")]


@hooks.register("insert_editor_js")
def invitation_script():
    return format_html('<script src="{}"></script>', static("meetings/invitation.js"))
