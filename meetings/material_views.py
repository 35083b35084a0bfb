"""The admin page on which staff add materials to a meeting: drop files, look, publish."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from engagement.files import EXTENSIONS
from meetings import material_forms, material_uploads, notice, permissions
from meetings.material_forms import PREFIX, MaterialFormSet, VersionsForm
from meetings.materials import add_materials, expect_versions, missing_versions
from meetings.models import Material, Meeting


class AddMaterialsView(WagtailAdminTemplateMixin, View):
    """Works as a plain form; materials.js adds dragging, and a progress for each file.

    What a button does is in `action`: upload, recording, publish, draft or expect. Files that
    come with any of them are uploaded first, so that none is lost.
    """

    page_title = gettext_lazy("Add materials")
    header_icon = "upload"
    template_name = "meetings/admin/add_materials.html"

    def setup(self, request, *args, **kwargs):
        super().setup(request, *args, **kwargs)
        self.meeting = get_object_or_404(Meeting, pk=kwargs["pk"])

    def dispatch(self, request, *args, **kwargs):
        if not permissions.can_add_materials(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, **kwargs):
        return self._page(formset=self._formset([]))

    def post(self, request, **kwargs):
        action = request.POST.get("action", "")
        if request.headers.get("Accept") == "application/json":
            return self._upload_one()
        uploads = [
            material_uploads.take(file, meeting=self.meeting, user=request.user)
            for file in request.FILES.getlist("files")
        ]
        if uploads or action in {"upload", "recording"}:
            return self._more_rows(uploads, with_recording=action == "recording")
        if action == "expect":
            return self._expect()
        return self._add(publish=action == "publish")

    def _upload_one(self) -> HttpResponse:
        """For the script: one file, and the row that is added to the form for it."""
        file = self.request.FILES.get("files")
        if file is None:
            return JsonResponse({"problem": _("Choose a file.")}, status=422)
        upload = material_uploads.take(file, meeting=self.meeting, user=self.request.user)
        if upload.problem:
            return JsonResponse({"problem": upload.problem}, status=422)
        rows = material_forms.rows_typed(self.request.POST)
        if self._has_row(rows, upload):
            return JsonResponse({"problem": self._there_already(upload)}, status=422)
        formset = self._formset([*rows, material_forms.row_of(upload.file)])
        row = render_to_string(
            "meetings/admin/material_row.html", {"form": formset.forms[-1]}, self.request
        )
        return JsonResponse({"row": row, "total": len(formset.forms)})

    def _more_rows(self, uploads, *, with_recording: bool) -> HttpResponse:
        """The same page with what was typed, and a row for each new file."""
        rows = material_forms.rows_typed(self.request.POST)
        problems = [upload.problem for upload in uploads if upload.problem]
        if not uploads and not with_recording:
            problems.append(_("Choose one or more files first."))
        for upload in uploads:
            if upload.file and self._has_row(rows, upload):
                problems.append(self._there_already(upload))
            elif upload.file:
                rows.append(material_forms.row_of(upload.file))
        if with_recording:
            rows.append(material_forms.row_of_recording(get_language()))
        formset = self._formset(rows[: material_forms.MAX_MATERIALS])
        return self._page(formset=formset, problems=problems)

    def _add(self, *, publish: bool) -> HttpResponse:
        formset = self._formset(data=self.request.POST)
        if not formset.is_valid():
            return self._page(formset=formset, status=422)
        chosen = [form.instance for form in formset.forms if form not in formset.deleted_forms]
        if not chosen:
            problem = _("Choose one or more files, or add a recording.")
            return self._page(formset=formset, problems=[problem], status=422)
        if publish and not permissions.can_publish_meetings(self.request.user):
            raise PermissionDenied
        late = publish and notice.refusal_of_materials(
            meeting=self.meeting, materials=chosen, at=timezone.now()
        )
        if late:
            return self._page(formset=formset, problems=[late], status=422)
        added = add_materials(
            meeting=self.meeting, materials=chosen, by=self.request.user, publish=publish
        )
        self._say_added(added, public=publish and self.meeting.live)
        return redirect("add_materials", self.meeting.pk)

    def _say_added(self, added, *, public: bool) -> None:
        count = len(added.new)
        if count and public:
            text = ngettext(
                "%(count)s material is now on the meeting’s page.",
                "%(count)s materials are now on the meeting’s page.",
                count,
            )
            view = messages.button(self.meeting.get_absolute_url(), _("View live"))
            messages.success(self.request, text % {"count": count}, buttons=[view])
        elif count:
            text = ngettext(
                "%(count)s material is in the meeting’s draft. Publish the meeting to show it.",
                "%(count)s materials are in the meeting’s draft. Publish the meeting to show them.",
                count,
            )
            edit = messages.button(self._edit_url(), _("Edit"))
            messages.success(self.request, text % {"count": count}, buttons=[edit])
        for material in added.known:
            name = material.file.filename if material.file else material.link
            text = _("“%(name)s” is on this meeting already; it is not added again.")
            messages.warning(self.request, text % {"name": name})

    def _expect(self) -> HttpResponse:
        form = VersionsForm(self.request.POST, missing=self._missing())
        if not form.is_valid():
            return self._page(formset=self._formset([]), versions=form, status=422)
        if self.meeting.live and not permissions.can_publish_meetings(self.request.user):
            raise PermissionDenied
        expect_versions(meeting=self.meeting, days=form.cleaned_data, by=self.request.user)
        messages.success(self.request, _("The page says when the other versions come."))
        return redirect("add_materials", self.meeting.pk)

    def _formset(self, rows: list[dict] | None = None, data=None) -> MaterialFormSet:
        files = material_uploads.choosable(self.request.user)
        return MaterialFormSet(data, initial=rows, prefix=PREFIX, form_kwargs={"files": files})

    def _missing(self):
        return missing_versions(self._present())

    def _present(self) -> list[Material]:
        """What the meeting has, its draft included."""
        return list(self.meeting.get_latest_revision_as_object().materials.all())

    def _has_row(self, rows: list[dict], upload) -> bool:
        return str(upload.file.pk) in {str(row.get("file")) for row in rows}

    def _there_already(self, upload) -> str:
        return _("“%(name)s” is in the list below already.") % {"name": upload.name}

    def _page(self, *, formset, versions=None, problems=(), status=200) -> HttpResponse:
        missing = self._missing()
        context = self.get_context_data(
            meeting=self.meeting,
            formset=formset,
            problems=problems,
            present=self._present(),
            versions=versions or (VersionsForm(missing=missing) if missing else None),
            accepted=",".join(f".{extension}" for extension in EXTENSIONS),
            can_publish=self.meeting.live and permissions.can_publish_meetings(self.request.user),
            edit_url=self._edit_url(),
        )
        return self.render_to_response(context, status=422 if problems else status)

    def _edit_url(self) -> str:
        return reverse("wagtailsnippets_meetings_meeting:edit", args=[self.meeting.pk])

    def get_page_subtitle(self):
        return str(self.meeting)

    def get_breadcrumbs_items(self):
        meetings = reverse("wagtailsnippets_meetings_meeting:list")
        return [
            *self.breadcrumbs_items,
            {"url": meetings, "label": _("Meetings")},
            {"url": self._edit_url(), "label": str(self.meeting)},
            {"url": "", "label": self.page_title},
        ]
