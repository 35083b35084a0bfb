"""Drafts in the admin: the list, the editor, and what begins there."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

from comments import permissions, versions
from comments.models import Draft
from engagement.panels import FILE_PANELS, language_tabs, side_by_side
from engagement.viewsets import published_column


def edit_address(draft: Draft) -> str:
    """Where staff work on a draft."""
    return reverse("wagtailsnippets_comments_draft:edit", args=[draft.pk])


def _buttons(draft: Draft, user) -> list[Button]:
    """What can begin at a draft, beside what Wagtail offers for every row."""
    found = []
    if draft.live and permissions.can_add_draft(user):
        url = reverse("new_draft_version", args=[draft.pk])
        found.append(Button(_("New version"), url=url, icon_name="copy", priority=40))
    if permissions.can_change_draft(user):
        url = reverse("import_into_draft", args=[draft.pk])
        found.append(Button(_("Import a Word document"), url=url, icon_name="upload", priority=50))
    return found


class DraftIndexView(IndexView):
    """All versions; the next one begins at the latest."""

    def get_base_queryset(self):
        return super().get_base_queryset().select_related("initiative", "docket")

    @property
    def header_buttons(self):
        buttons = list(super().header_buttons)
        if permissions.can_add_draft(self.request.user):
            url = reverse("import_draft")
            buttons.append(HeaderButton(_("Import a Word document"), url=url, icon_name="upload"))
        return buttons

    def get_list_more_buttons(self, instance):
        return [*super().get_list_more_buttons(instance), *_buttons(instance, self.request.user)]


class DraftEditView(EditView):
    """The editor, with what can begin at a draft among the actions of its head."""

    @property
    def header_more_buttons(self):
        return [*super().header_more_buttons, *_buttons(self.object, self.request.user)]


class NewVersionView(WagtailAdminTemplateMixin, TemplateView):
    """Says what a new version carries on, and begins it when staff say yes."""

    page_title = _("New version")
    header_icon = "copy"
    template_name = "comments/admin/new_version.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if not permissions.can_add_draft(request.user):
            raise PermissionDenied
        self.draft = get_object_or_404(Draft, pk=kwargs["pk"])

    def post(self, request, pk):
        try:
            begun = versions.new_version(draft=self.draft, by=request.user)
        except versions.AlreadyBegun as refused:
            messages.info(request, refused.message % refused.params)
            begun = refused.successor
        except versions.NotReleased as refused:
            messages.error(request, refused.message)
            begun = self.draft
        else:
            message = gettext("Version %(number)s has been begun. The public does not see it yet.")
            messages.success(request, message % {"number": begun.number})
        return redirect(edit_address(begun))

    def get_page_subtitle(self):
        return str(self.draft)

    def get_context_data(self, **kwargs):
        next_number = self.draft.number + 1
        return super().get_context_data(draft=self.draft, next_number=next_number, **kwargs)

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("wagtailsnippets_comments_draft:list"), "label": _("Drafts")},
            {"url": edit_address(self.draft), "label": str(self.draft)},
            {"url": "", "label": self.get_page_title()},
        ]


class DraftViewSet(SnippetViewSet):
    model = Draft
    icon = "edit"
    menu_label = _("Drafts")
    menu_order = 212
    add_to_admin_menu = True
    index_view_class = DraftIndexView
    edit_view_class = DraftEditView
    list_display = [
        *("headline", "number", "initiative", "docket", "released_on"),
        published_column(),
    ]
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
