"""“Response to comments” in the admin: make the document of a docket, read it, publish it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from comments import permissions
from comments.docket_list import DocketListView
from comments.models import Docket, DocumentFile, ResponseDocument
from comments.response_document import asking, document_words, publishing, telling
from comments.response_document.formats import renderer_of
from comments.response_document.forms import ErratumForm
from comments.responses import coverage
from comments.review.acts import ReviewError
from comments.review.moves import OPEN

State = ResponseDocument.State

_SHOWN = 10
"""So many makings of the document are listed, the latest first."""


class DocumentPage(WagtailAdminTemplateMixin):
    """For those who may read responses."""

    header_icon = "doc-full"
    page_title = gettext_lazy("Response to comments")

    def dispatch(self, request, *args, **kwargs):
        if not permissions.can_see_responses(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def breadcrumbs_to(self, docket: Docket, *further: dict) -> list[dict]:
        """From the list of dockets to the page of one, and further."""
        label = DocumentPage.page_title
        url = reverse("response_document", args=[docket.pk]) if further else ""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("response_documents"), "label": label},
            {"url": url, "label": label, "sublabel": docket.number},
            *further,
        ]


class ResponseDocumentsView(DocumentPage, DocketListView):
    """All dockets: each has its response to comments."""

    index_url_name = "response_documents"
    docket_url_name = "response_document"


class ResponseDocumentView(DocumentPage, TemplateView):
    """A docket's documents: how they stand, what to do next, what was published and corrected."""

    template_name = "comments/admin/response_document.html"

    @cached_property
    def docket(self) -> Docket:
        return get_object_or_404(Docket, pk=self.kwargs["pk"])

    def post(self, request, *args, **kwargs):
        act = request.POST.get("act", "")
        try:
            if act == "erratum":
                return self._add_erratum()
            message = self._do(act)
        except ReviewError as error:
            messages.error(request, error.message)
        else:
            messages.success(request, message)
        return redirect("response_document", self.docket.pk)

    def get_page_subtitle(self):
        return str(self.docket)

    def get_breadcrumbs_items(self):
        return self.breadcrumbs_to(self.docket)

    def get_context_data(self, **kwargs):
        user = self.request.user
        documents = list(
            self.docket.response_documents.select_related("publication__by", "asked_by")
            .prefetch_related("files")
            .order_by("-number")[:_SHOWN]
        )
        for document in documents:
            document.docket = self.docket
        publications = self.docket.response_publications.select_related("document", "by")
        return {
            **super().get_context_data(**kwargs),
            "docket": self.docket,
            "coverage": coverage.of(self.docket),
            "undecided": self.docket.comments.filter(state__in=OPEN).count(),
            "being_made": next((row for row in documents if row.is_being_made), None),
            "documents": [_shown(document) for document in documents],
            "publications": publications.order_by("-at", "-pk"),
            "errata": self.docket.errata.select_related("point__comment", "by").order_by("-at"),
            "erratum_form": kwargs.get("erratum_form") or ErratumForm(docket=self.docket),
            "may_build": permissions.can_build_document(user),
            "may_publish": permissions.can_publish_document(user),
        }

    def _do(self, act: str) -> str:
        user = self.request.user
        match act:
            case "draft" | "final":
                asking.ask(docket=self.docket, actor=user, is_final=act == "final")
                return _("The document is being made. You may leave this page.")
            case "cancel":
                asking.cancel(document=self._document(), actor=user)
                return _("The document is cancelled. What is made of it is kept.")
            case "resume":
                asking.resume(document=self._document(), actor=user)
                return _("The document goes on where it was.")
        raise Http404

    def _document(self) -> ResponseDocument:
        key = self.request.POST.get("document", "")
        rows = self.docket.response_documents
        return get_object_or_404(rows, pk=key) if key.isdecimal() else _no_such()

    def _add_erratum(self):
        form = ErratumForm(self.request.POST, docket=self.docket)
        if form.is_valid():
            try:
                publishing.add_erratum(
                    docket=self.docket,
                    actor=self.request.user,
                    texts=form.texts,
                    point=form.cleaned_data["point"],
                )
            except ReviewError as error:
                form.add_error(None, error.message)
            else:
                messages.success(
                    self.request,
                    _("The erratum is recorded. It is public once the next document is published."),
                )
                return redirect("response_document", self.docket.pk)
        return self.render_to_response(self.get_context_data(erratum_form=form), status=422)


class PublishView(DocumentPage, TemplateView):
    """Says what will happen when a document is published; publishes it."""

    template_name = "comments/admin/response_document_publish.html"
    page_title = gettext_lazy("Publish the response to comments")

    def dispatch(self, request, *args, **kwargs):
        if not permissions.can_publish_document(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def document(self) -> ResponseDocument:
        rows = ResponseDocument.objects.select_related("docket")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    def post(self, request, *args, **kwargs):
        try:
            publishing.publish(document=self.document, actor=request.user)
        except ReviewError:
            # What speaks against it stands on the page.
            return self.render_to_response(self.get_context_data(), status=422)
        messages.success(request, _("The response to comments is public."))
        return redirect("response_document", self.document.docket_id)

    def get_page_subtitle(self):
        return str(self.document.docket)

    def get_breadcrumbs_items(self):
        return self.breadcrumbs_to(self.document.docket, {"url": "", "label": self.page_title})

    def get_context_data(self, **kwargs):
        docket = self.document.docket
        is_first = not docket.responses_are_final
        return {
            **super().get_context_data(**kwargs),
            "docket": docket,
            "document": _shown(self.document),
            "objections": publishing.objections(self.document),
            "is_first": is_first,
            "mails": telling.count(docket) if is_first else 0,
            "coverage": coverage.of(docket),
            "undecided": docket.comments.filter(state__in=OPEN).count(),
        }


@require_safe
@never_cache
def progress(request, pk):
    """How far a document is, for the page that shows it."""
    if not permissions.can_see_responses(request.user):
        raise PermissionDenied
    document = get_object_or_404(ResponseDocument, pk=pk)
    return JsonResponse(
        {
            "done": document.done,
            "total": document.total,
            "words": document_words.progress(document),
            "is_being_made": document.is_being_made,
        }
    )


@require_safe
@never_cache
def file(request, pk):
    """A file of a document, for staff: a draft, or one before it is published; a download."""
    if not permissions.can_see_responses(request.user):
        raise PermissionDenied
    found = get_object_or_404(DocumentFile.objects.select_related("document__docket"), pk=pk)
    if not found.document.may_be_read:
        raise Http404
    response = FileResponse(
        found.file.open(),
        as_attachment=True,
        filename=document_words.filename(found),
        content_type=renderer_of(found.format).mime,
    )
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


class ResponseDocumentMenuItem(MenuItem):
    """Shown to those who may read responses."""

    def is_shown(self, request):
        return permissions.can_see_responses(request.user)


def _shown(document: ResponseDocument) -> dict:
    """A document as the pages show it."""
    is_stopped = document.state in {State.CANCELLED, State.FAILED}
    return {
        "row": document,
        "title": document_words.title(document),
        "progress": document_words.progress(document),
        "failure": document_words.failure(document),
        "files": [
            (file, document_words.language_name(file.language)) for file in document.files.all()
        ]
        if document.may_be_read
        else [],
        "publication": getattr(document, "publication", None),
        "may_resume": is_stopped and not document.outdated_at,
        "may_be_published": document.may_be_read
        and document.is_final
        and not hasattr(document, "publication"),
    }


def _no_such():
    raise Http404
