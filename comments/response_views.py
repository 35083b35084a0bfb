"""Public pages of responses: what was published of a docket, one point, one master response."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from comments import response_reading as reading
from comments.models import Comment, Docket, DocumentFile

FORMATS = {"pdf": "pdf", "docx": "docx", "zip": "html"}
"""The formats of the document by what its files are called behind the dot."""
_MIME = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "html": "application/zip",
}


@require_safe
def responses(request, number):
    """What was published, with its corrections before all else."""
    docket, published = _published(number)
    context = {
        "docket": docket,
        "published": published,
        "files": _files(published),
        "errata": list(reading.errata_of(docket)),
        "masters": reading.masters_of(docket),
        "letter_count": Comment.objects.posted().filter(docket=docket).count(),
        "point_count": reading.public_points(docket).count(),
        "first_point": reading.public_points(docket).select_related("comment").first(),
    }
    return render(request, "comments/responses.html", context)


@require_safe
def download(request, number, language, suffix):
    """A file of the document that was published last; none while it is being made again."""
    docket, published = _published(number)
    if not published.document.may_be_read:
        raise Http404
    found = get_object_or_404(
        DocumentFile, document=published.document, language=language, format=FORMATS[suffix]
    )
    name = f"{docket.number}-responses-{language}.{suffix}"
    response = FileResponse(
        found.file.open(), as_attachment=True, filename=name, content_type=_MIME[found.format]
    )
    # What is redacted tomorrow is at the same address.
    response["Cache-Control"] = "private, no-store"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


@require_safe
def topics(request, number):
    """The index: each topic with its points."""
    docket, published = _published(number)
    found = reading.labels_of_topics(docket)
    context = {"docket": docket, "published": published, "topics": found}
    return render(request, "comments/response_topics.html", context)


@require_safe
def commenters(request, number):
    """Who wrote, with the points of each letter."""
    docket, published = _published(number)
    found = reading.commenters(docket, request.GET.get("page"))
    context = {"docket": docket, "published": published, "letters": found}
    return render(request, "comments/response_commenters.html", context)


@require_safe
def master_response(request, number, master):
    """One master response, and the points that refer to it."""
    docket, published = _published(number)
    masters = reading.masters_of(docket)
    at = next((i for i, row in enumerate(masters) if row.number == master), None)
    answer = reading.Answer.of(masters[at]) if at is not None else None
    if answer is None:
        raise Http404
    context = {
        "docket": docket,
        "published": published,
        "answer": answer,
        "labels": reading.labels_of_master(docket, answer.response),
        "previous": masters[at - 1] if at else None,
        "next": masters[at + 1] if at + 1 < len(masters) else None,
    }
    return render(request, "comments/master_response.html", context)


@require_safe
def point(request, number, label):
    """One point for ever: its words while its letter is posted, and what answers it."""
    docket, published = _published(number)
    sequence, place = label
    rows = reading.public_points(docket).select_related("comment", "response", "parent")
    found = get_object_or_404(
        rows.prefetch_related("passages", "topics", "masters", "inner_points", "errata"),
        comment__sequence=sequence,
        number=place,
    )
    found.comment.docket = docket
    previous, following = reading.neighbours(docket, found)
    is_posted = found.comment.is_posted
    answered = reading.AnsweredPoint.of(found)
    context = {
        "docket": docket,
        "published": published,
        "point": found,
        "label": found.label,
        "comment": found.comment if is_posted else None,
        "withheld": None if is_posted else found.comment,
        "words": reading.words_of(found) if is_posted else "",
        "answer": answered.answer,
        "masters": [
            answer for answer in map(reading.Answer.of, answered.masters) if answer is not None
        ],
        "outer_label": f"{sequence}-{found.parent.number}" if found.parent else "",
        "inner_labels": [
            f"{sequence}-{inner.number}"
            for inner in sorted(found.inner_points.all(), key=lambda inner: inner.number)
        ],
        "errata": found.errata.all(),
        "previous": previous,
        "next": following,
    }
    return render(request, "comments/point.html", context)


def _files(published: reading.Published) -> list[tuple[DocumentFile, str]]:
    """Each file with its suffix, those in the reader's language first."""
    suffixes = {name: suffix for suffix, name in FORMATS.items()}
    order = list(suffixes)
    files = sorted(
        published.files,
        key=lambda file: (
            file.language != get_language(),
            file.language,
            order.index(file.format),
        ),
    )
    return [(file, suffixes[file.format]) for file in files]


def _published(number: str) -> tuple[Docket, reading.Published]:
    """The docket and its publication; before it nobody finds these pages, staff included."""
    docket = get_object_or_404(
        Docket.objects.published().select_related("initiative"), number=number
    )
    found = reading.published(docket)
    if found is None:
        raise Http404
    return docket, found
