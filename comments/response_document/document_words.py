"""What staff read of a document: how it stands, how far it is, why it failed, what a file is."""

from django.conf import settings
from django.utils import formats
from django.utils.translation import gettext as _

from comments.models import DocumentFile, ResponseDocument
from comments.response_document.building import CONTENT
from comments.response_document.formats import renderer_of
from comments.response_document.outdating import NO_LONGER_PUBLIC

State = ResponseDocument.State


def title(document: ResponseDocument) -> str:
    """Draft 3, or Final document 4."""
    if document.is_final:
        return _("Final document %(number)s") % {"number": document.number}
    return _("Draft %(number)s") % {"number": document.number}


def progress(document: ResponseDocument) -> str:
    """How far it is, in a sentence for whoever waits."""
    if document.total is None:
        if document.state == State.WAITING:
            return _("It waits for the worker, which begins within a minute.")
        return _("The record of the docket is being read.")
    return _("%(done)s of %(total)s parts are made.") % {
        "done": _figure(document.done),
        "total": _figure(document.total),
    }


def failure(document: ResponseDocument) -> str:
    """Why it is not to be had, and what to do; empty where nothing is wrong."""
    if document.outdated_at:
        return str(NO_LONGER_PUBLIC)
    if document.state != State.FAILED:
        return ""
    return f"{_what_failed(document)} {_what_to_do()}"


def filename(file: DocumentFile) -> str:
    """The name of a download: PA-2026-01-response-to-comments-draft-3-en.pdf."""
    document = file.document
    standing = "final" if document.is_final else "draft"
    stem = f"{document.docket.number}-response-to-comments-{standing}-{document.number}"
    return f"{stem}-{file.language}{renderer_of(file.format).suffix}"


def language_name(code: str) -> str:
    return str(dict(settings.LANGUAGES)[code])


def _what_failed(document: ResponseDocument) -> str:
    if document.failure == CONTENT:
        return _("The record of the docket could not be read.")
    language, _slash, name = document.failure.partition("/")
    if not name:
        return _("The program that makes the document was stopped each time.")
    return _("The file could not be made: %(format)s, %(language)s.") % {
        "format": DocumentFile.Format(name).label,
        "language": language_name(language),
    }


def _what_to_do() -> str:
    return _(
        "It was tried three times. Let it go on; if it fails again, tell those who run the site: "
        "their log says why."
    )


def _figure(value: int) -> str:
    return formats.number_format(value, use_l10n=True, force_grouping=True)
