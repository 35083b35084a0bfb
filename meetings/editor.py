"""The editor of a meeting: its tabs and panels, and the form behind them."""

from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
)

from engagement.panels import FILE_PANELS, language_tabs
from meetings.notice_form import NoticeChecks
from meetings.notice_panel import NoticePanel
from meetings.registration_form_checks import RegistrationChecks
from meetings.series_forms import SeriesChoice
from meetings.series_panel import SeriesPanel


class MeetingForm(RegistrationChecks, NoticeChecks, SeriesChoice):
    """What the whole form must hold together; each rule lives in the module of its concept."""


_WHEN_AND_WHERE = ObjectList(
    [
        FieldPanel("initiatives", widget=CheckboxSelectMultiple),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("format"), FieldPanel("status")]),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
        SeriesPanel(heading=_("Series")),
        MultiFieldPanel(
            [
                FieldPanel("venue"),
                FieldPanel("room"),
                FieldPanel("address"),
                FieldRowPanel([FieldPanel("latitude"), FieldPanel("longitude")]),
            ],
            heading=_("Place"),
        ),
        MultiFieldPanel(
            [NoticePanel(), FieldPanel("special"), FieldPanel("late_notice_reason")],
            heading=_("Public notice"),
        ),
        PublishingPanel(),
    ],
    heading=_("When and where"),
)

_JOIN_DETAILS = ObjectList(
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
)

_SERVICES = ObjectList(
    [
        FieldPanel("interpretation"),
        FieldPanel("interpretation_on_request"),
        FieldPanel("accessibility"),
        FieldPanel("request_working_days"),
        MultiFieldPanel(
            [
                FieldPanel("contact_name"),
                FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
            ],
            heading=_("Contact person"),
        ),
    ],
    heading=_("Services and contact"),
)

_REGISTRATION = ObjectList(
    [
        FieldPanel("takes_registration"),
        FieldPanel("capacity"),
        FieldRowPanel([FieldPanel("registration_opens_at"), FieldPanel("registration_closes_at")]),
        FieldPanel("join_details_private"),
        FieldPanel("slot_minutes"),
        InlinePanel(
            "slots",
            panels=[FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")])],
            heading=_("Time slots"),
            label=_("Time slot"),
            help_text=_(
                "For office hours by appointment: each slot is for one registrant, and there are "
                "as many places as slots. Whoever has a slot is told when it moves."
            ),
        ),
    ],
    heading=_("Registration"),
)

_MATERIALS = ObjectList(
    [
        InlinePanel(
            "materials",
            panels=[
                FieldPanel("kind"),
                *FILE_PANELS,
                FieldPanel("link"),
                FieldPanel("other_language_on"),
            ],
            heading=_("Materials"),
            label=_("Material"),
            help_text=_("Size and kind are read from the file; nobody types them."),
        )
    ],
    heading=_("Materials"),
)

MEETING_EDITOR = TabbedInterface(
    [
        _WHEN_AND_WHERE,
        *language_tabs(["headline", "summary"]),
        _JOIN_DETAILS,
        _SERVICES,
        _REGISTRATION,
        _MATERIALS,
    ],
    base_form_class=MeetingForm,
)
