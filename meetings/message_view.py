"""Writing to all registrants of a meeting: the form, a look at both texts, then send."""

import uuid
from collections import Counter

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from meetings import permissions
from meetings.messages import TEXTS, check_texts, readers, send
from meetings.models import Meeting, RegistrantMessage

Audience = RegistrantMessage.Audience


class MessageForm(forms.ModelForm):
    """Plain text; each language that somebody in the audience reads is required."""

    form_key = forms.UUIDField(widget=forms.HiddenInput)
    audience = forms.ChoiceField(label=_("To"), widget=forms.RadioSelect)

    class Meta:
        model = RegistrantMessage
        fields = ["audience", *TEXTS]
        widgets = {
            "text_en": forms.Textarea(attrs={"rows": 8}),
            "text_es": forms.Textarea(attrs={"rows": 8}),
        }

    def __init__(self, *args, counts: dict[str, Counter], **kwargs):
        super().__init__(*args, **kwargs)
        self.counts = counts
        self.fields["audience"].choices = [
            (audience.value, f"{audience.label}: {_who_reads(counts[audience])}")
            for audience in Audience
        ]
        for name in TEXTS:
            self.fields[name].widget.attrs["lang"] = name[-2:]
            self.fields[name].max_length = 10_000 if name.startswith("text") else 150

    def clean(self):
        super().clean()
        audience = self.cleaned_data.get("audience")
        if audience is None:
            return
        languages = [language for language, count in self.counts[audience].items() if count]
        if not languages:
            self.add_error("audience", _("Nobody would receive this message."))
        typed = {name: self.cleaned_data.get(name) or "" for name in TEXTS}
        try:
            check_texts(languages=languages, texts=typed)
        except ValidationError as error:
            self.add_error(None, error)


class MessageView(WagtailAdminTemplateMixin, TemplateView):
    """GET gives the form; POST shows what will be sent, sends it, or goes back to the form."""

    template_name = "meetings/admin/message.html"
    preview_template_name = "meetings/admin/message_preview.html"
    page_title = _("Write to registrants")
    header_icon = "mail"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.meeting = get_object_or_404(Meeting, pk=kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        if not permissions.can_run_registration(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def counts(self):
        return readers(self.meeting)

    @property
    def list_url(self) -> str:
        return reverse("registrants:index", args=[self.meeting.pk])

    def get_page_subtitle(self):
        return str(self.meeting)

    def get_breadcrumbs_items(self):
        return [
            *self.breadcrumbs_items,
            {"url": self.list_url, "label": _("Registrants"), "sublabel": str(self.meeting)},
            {"url": "", "label": self.page_title},
        ]

    def get(self, request, *args, **kwargs):
        first = {"form_key": uuid.uuid4(), "audience": Audience.CONFIRMED}
        return self._answer(MessageForm(counts=self.counts, initial=first))

    def post(self, request, *args, **kwargs):
        form = MessageForm(request.POST, counts=self.counts)
        action = request.POST.get("action")
        if action == "change":
            return self._answer(MessageForm(counts=self.counts, initial=request.POST.dict()))
        if not form.is_valid():
            return self._answer(form, status=422)
        if action != "send":
            return self._preview(form)
        try:
            message = send(meeting=self.meeting, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
            return self._answer(form, status=422)
        messages.success(request, _sent(message.recipients))
        return redirect(self.list_url)

    def _answer(self, form, status: int = 200):
        context = self.get_context_data(form=form, meeting=self.meeting, list_url=self.list_url)
        return self.render_to_response(context, status=status)

    def _preview(self, form):
        data = form.cleaned_data
        to = self.counts[data["audience"]]
        texts = [
            {
                "language": language,
                "subject": data[f"subject_{language}"],
                "text": data[f"text_{language}"],
                "readers": _reading(language, to[language]),
            }
            for language in ("en", "es")
            if to[language]
        ]
        context = self.get_context_data(
            form=form,
            texts=texts,
            audience=Audience(data["audience"]).label,
            send_label=_send_to(to.total()),
        )
        self.template_name = self.preview_template_name
        return self.render_to_response(context)


def _reading(language: str, count: int) -> str:
    if language == "en":
        text = ngettext("%(count)s reads English", "%(count)s read English", count)
    else:
        text = ngettext("%(count)s reads Spanish", "%(count)s read Spanish", count)
    return text % {"count": count}


def _who_reads(counts: Counter) -> str:
    """As 18 read English, 5 read Spanish."""
    found = [_reading(language, counts[language]) for language in ("en", "es") if counts[language]]
    return ", ".join(found) or str(_("nobody"))


def _send_to(count: int) -> str:
    return ngettext("Send to %(count)s person", "Send to %(count)s people", count) % {
        "count": count
    }


def _sent(count: int) -> str:
    text = ngettext(
        "The message is on its way to %(count)s person.",
        "The message is on its way to %(count)s people.",
        count,
    )
    return text % {"count": count}
