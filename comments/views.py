"""Public views: drafts, dockets, posted comments."""

from django.http import FileResponse, Http404, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from comments import amending, permissions, response_reading, translating
from comments.campaigns import counted
from comments.models import Attachment, Comment, Docket, Draft
from comments.parts import docket_context, draft_context


@require_safe
def draft(request, pk, slug):
    """One draft to read; the slug is for people, the number decides."""
    found = get_object_or_404(
        Draft.objects.published()
        .select_related("initiative", "docket")
        .prefetch_related("sections", "files__file"),
        pk=pk,
    )
    if request.path != found.get_absolute_url():
        return HttpResponsePermanentRedirect(found.get_absolute_url())
    return render(request, "comments/draft.html", draft_context(found))


@require_safe
def docket(request, number):
    """One docket: its dates, its documents, how to comment, the comments posted so far."""
    context = docket_context(_docket(number), request.GET)
    return render(request, "comments/docket.html", context)


@require_safe
def comment(request, number, sequence):
    """A posted comment at its permanent address; that it was withdrawn, when it was."""
    found = get_object_or_404(
        Comment.objects.select_related("docket__initiative"),
        docket=_docket(number),
        sequence=sequence,
    )
    if found.state == Comment.State.WITHDRAWN and amending.was_posted(found):
        context = {
            "comment": found,
            "docket": found.docket,
            "withdrawn_at": amending.withdrawn_at(found),
        }
        return render(request, "comments/comment_withdrawn.html", context, status=410)
    if not found.is_posted:
        raise Http404
    published = response_reading.published(found.docket)
    context = {
        "comment": found,
        "docket": found.docket,
        "responses_published": published,
        "marked": response_reading.answered_letter(found) if published else None,
        "point_words": _("Point %(label)s"),
        "end_words": _("end of point %(label)s"),
        "attachments": found.attachments.filter(addition=None),
        "additions": found.additions.prefetch_related("attachments"),
        "remarks": found.remarks.select_related("section"),
        "translation": translating.public_translation(found),
        "sent_by_many": counted.size(found),
    }
    return render(request, "comments/comment.html", context)


@require_safe
def attachment(request, token):
    """A file of a posted comment, redacted where due, or of any comment for staff; a download.

    `?original` is the file as it came, for those who may see what was redacted. Nothing keeps a
    copy: what is redacted tomorrow is at the same address.
    """
    found = get_object_or_404(Attachment.objects.select_related("comment"), token=token)
    if "original" in request.GET:
        if not permissions.can_read_original(request.user, found):
            raise Http404
        file, name, mime = found.file, found.name, found.mime
    else:
        if not permissions.can_read_attachment(request.user, found):
            raise Http404
        file, name, mime = found.public_file, found.public_name, found.public_mime
    response = FileResponse(file.open(), as_attachment=True, filename=name, content_type=mime)
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _docket(number):
    return get_object_or_404(Docket.objects.published().select_related("initiative"), number=number)
