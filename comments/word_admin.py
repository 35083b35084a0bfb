"""The import of a Word document in the admin: choose a file, then read what came of it."""

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import FormView, TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import ModelLogEntry

from comments import permissions, word_import
from comments.models import Draft
from comments.word_files import check_word_file, damaged
from comments.word_findings import Finding
from comments.word_reading import Unreadable, read_word
from engagement.models import InitiativePage
from engagement.panels import LANGUAGE_TABS


class WordForm(forms.Form):
    """A Word document; `cleaned_data["document"]` is what was read from it."""

    file = forms.FileField(
        label=_("Word document"),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text=_(
            "A .docx file of up to 50 MB without a password. Each heading of the highest level "
            "begins a section."
        ),
    )

    def clean_file(self):
        upload = self.cleaned_data["file"]
        check_word_file(upload)
        try:
            document = read_word(upload)
        except Unreadable as error:
            raise damaged(upload.name) from error
        if not document.sections:
            raise ValidationError(_("There is no text in this document."))
        self.cleaned_data["document"] = document
        return upload


class NewDraftForm(WordForm):
    """An English document that becomes a draft; the Spanish one follows from the draft."""

    field_order = ["initiative", "file"]
    initiative = forms.ModelChoiceField(
        InitiativePage.objects.order_by("title"), label=_("Initiative")
    )


class IntoDraftForm(WordForm):
    """A document for the sections of a draft that was begun."""

    field_order = ["language", "file"]
    language = forms.ChoiceField(
        label=_("Language"),
        choices=LANGUAGE_TABS,
        help_text=_(
            "The document replaces the text of the sections in this language, in their order. "
            "The other language stays."
        ),
    )


class ImportView(WagtailAdminTemplateMixin, FormView):
    """Choose a Word document; what is wrong with it is said beside it."""

    page_title = _("Import a Word document")
    header_icon = "upload"
    template_name = "comments/admin/import_word.html"
    draft: Draft | None = None

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        if "pk" in kwargs:
            self.draft = get_object_or_404(Draft, pk=kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        may = permissions.can_change_draft if self.draft else permissions.can_add_draft
        if not may(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_class(self):
        return IntoDraftForm if self.draft else NewDraftForm

    def get_initial(self):
        return {key: self.request.GET[key] for key in ("language",) if key in self.request.GET}

    def form_valid(self, form):
        given = {
            "document": form.cleaned_data["document"],
            "file_name": form.cleaned_data["file"].name,
            "by": self.request.user,
        }
        if self.draft:
            language = form.cleaned_data["language"]
            entry = word_import.import_into_draft(draft=self.draft, language=language, **given)
        else:
            initiative = form.cleaned_data["initiative"]
            entry = word_import.import_as_draft(initiative=initiative, **given)
        return redirect("draft_import_report", entry.pk)

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_page_subtitle(self):
        return str(self.draft) if self.draft else ""

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            *_to_draft(self.draft),
            {"url": "", "label": self.get_page_title()},
        ]


class ReportView(WagtailAdminTemplateMixin, TemplateView):
    """What an import found, and what it leaves to the editor. Kept in the draft's history."""

    page_title = _("What was imported")
    header_icon = "upload"
    template_name = "comments/admin/import_report.html"

    def dispatch(self, request, *args, **kwargs):
        if not permissions.can_change_draft(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.entry = get_object_or_404(
            ModelLogEntry, pk=kwargs["entry"], action=word_import.LOG_ACTION
        )
        self.draft = get_object_or_404(Draft, pk=self.entry.object_id)

    def get_page_subtitle(self):
        return str(self.draft)

    def get_context_data(self, **kwargs):
        findings = [Finding.from_dict(kept) for kept in self.entry.data["findings"]]
        languages = dict(LANGUAGE_TABS)
        imported = self.entry.data["language"]
        return super().get_context_data(
            draft=self.draft,
            file_name=self.entry.data["file"],
            language=languages[imported],
            counts=_counted(self.entry.data["counts"]),
            due=[finding for finding in findings if finding.is_due],
            to_look_at=[finding for finding in findings if not finding.is_due],
            other_language=None if imported == "es" else languages["es"],
            **kwargs,
        )

    def get_breadcrumbs_items(self):
        return [
            *super().get_breadcrumbs_items(),
            *_to_draft(self.draft),
            {"url": "", "label": self.get_page_title()},
        ]


def _to_draft(draft: Draft | None) -> list[dict]:
    items = [{"url": reverse("wagtailsnippets_comments_draft:list"), "label": _("Drafts")}]
    if draft:
        url = reverse("wagtailsnippets_comments_draft:edit", args=[draft.pk])
        items.append({"url": url, "label": str(draft)})
    return items


def _counted(counts: dict[str, int]) -> list[str]:
    """What was found, in words."""
    words = {
        "sections": ngettext("%(count)s section", "%(count)s sections", counts["sections"]),
        "paragraphs": ngettext(
            "%(count)s paragraph or list item",
            "%(count)s paragraphs and list items",
            counts.get("paragraphs", 0),
        ),
        "tables": ngettext("%(count)s table", "%(count)s tables", counts.get("tables", 0)),
        "figures": ngettext("%(count)s picture", "%(count)s pictures", counts.get("figures", 0)),
        "footnotes": ngettext(
            "%(count)s footnote", "%(count)s footnotes", counts.get("footnotes", 0)
        ),
    }
    return [text % {"count": counts.get(name, 0)} for name, text in words.items()]
