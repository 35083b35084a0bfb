"""Putting a document before the public, telling everybody who commented, correcting afterwards.

The first publication of a docket makes its points and answers final; triggers hold it. Later ones
have errata in front, or leave out what may no longer be public.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from itertools import islice

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from comments import emails, permissions
from comments.models import Docket, Erratum, Point, ResponseDocument, ResponsePublication
from comments.response_document import changes, telling
from comments.response_document.building import begin
from comments.response_document.outdating import NO_LONGER_PUBLIC, set_outdated
from comments.responses import coverage
from comments.review.acts import ReviewError
from engagement.models import OutgoingMail

__all__ = ["add_erratum", "current", "objections", "publish", "set_outdated"]

State = ResponseDocument.State

MAX_ERRATUM = Erratum._meta.get_field("text").max_length
_AT_ONCE = 500
"""So many mails are written in the transaction that publishes; the worker writes the others."""


def current(docket: Docket) -> ResponseDocument | None:
    """The document that was published last. `may_be_read` says whether its files may go out."""
    last = docket.response_publications.select_related("document").order_by("at", "pk").last()
    return last.document if last else None


def objections(document: ResponseDocument) -> list[str]:
    """Why a document may not be published, in sentences for staff; empty when it may."""
    docket = document.docket
    if document.outdated_at:
        return [str(NO_LONGER_PUBLIC)]
    if document.state != State.READY:
        return [_("This document is not ready.")]
    if not document.is_final:
        return [_("This is a draft and says so on its title page. Make the final document.")]
    latest = current(docket)
    if latest and latest.number >= document.number:
        return [_("This document, or a later one, was published already.")]
    found = []
    if not latest and not coverage.of(docket).is_complete:
        found.append(_("A point has no approved response."))
    found += changes.since(docket, document.as_of)
    if found:
        found.append(_("Make the final document again."))
    return found


@transaction.atomic
def publish(*, document: ResponseDocument, actor) -> ResponsePublication:
    """Publish a document that was made for it; the first one makes points and answers final.

    Everybody who left an address gets one mail, with the first publication alone. Raises
    ReviewError with everything that speaks against it (`objections`).
    """
    if not permissions.can_publish_document(actor):
        raise ReviewError(_("You may not publish responses."))
    document = _locked(document)
    if found := objections(document):
        raise ReviewError(" ".join(found))
    return _published(document, actor)


def untold() -> QuerySet[ResponseDocument]:
    """Documents that were the first of their docket to be published, and mails are missing."""
    earlier = ResponsePublication.objects.filter(
        Q(at__lt=OuterRef("publication__at"))
        | Q(at=OuterRef("publication__at"), pk__lt=OuterRef("publication__pk")),
        docket=OuterRef("docket"),
    )
    return ResponseDocument.objects.filter(publication__isnull=False, told_at=None).exclude(
        Exists(earlier)
    )


def tell_all(document_id: int) -> None:
    """Write the mails that a publication still owes, in groups; each exists once by its key."""
    document = untold().select_related("docket").filter(pk=document_id).first()
    if document is None:
        return
    # Read whole first, without the letters' words: a cursor does not outlive a transaction.
    rows = iter(list(telling.recipients(document.docket)))
    is_left = True
    while is_left:
        with transaction.atomic():
            is_left = _tell(document, rows)


@transaction.atomic
def add_erratum(
    *, docket: Docket, actor, texts: Mapping[str, str], point: Point | None = None
) -> Erratum:
    """Record a correction of what was published; the next document has it in front.

    `texts` has the English words, and the Spanish ones where there are any. Raises ReviewError
    before the first publication, without English words, or for a point of another docket.
    """
    if not permissions.can_publish_document(actor):
        raise ReviewError(_("You may not add errata."))
    docket = Docket.objects.select_for_update().get(pk=docket.pk)
    if not docket.responses_are_final:
        raise ReviewError(_("Nothing is published yet: change the response itself."))
    kept = {
        code: texts.get(code, "").replace("\r\n", "\n").strip()
        for code, _name in settings.LANGUAGES
    }
    if not kept["en"]:
        raise ReviewError(_("Write the correction in English."))
    if any(len(text) > MAX_ERRATUM for text in kept.values()):
        raise ReviewError(_("This correction is too long."))
    if point is not None and point.comment.docket_id != docket.pk:
        raise ReviewError(_("This docket has no such point."))
    return Erratum.objects.create(
        docket=docket, point=point, by=actor, **{f"text_{code}": kept[code] for code in kept}
    )


def make_anew() -> int:
    """Ask for what replaces published documents that were withdrawn. Returns for how many dockets.

    Run every minute by run_jobs. One that failed is left to people.
    """
    newer = ResponseDocument.objects.filter(
        docket=OuterRef("docket"), number__gt=OuterRef("number"), asked_by=None, outdated_at=None
    )
    published = ResponseDocument.objects.filter(publication__isnull=False)
    later = published.filter(docket=OuterRef("docket"), number__gt=OuterRef("number"))
    withdrawn = published.filter(outdated_at__isnull=False).exclude(Exists(later))
    asked = 0
    for former in withdrawn.exclude(Exists(newer)).order_by("pk"):
        with transaction.atomic():
            docket = Docket.objects.select_for_update().get(pk=former.docket_id)
            going_on = docket.response_documents.filter(state__in=[State.WAITING, State.BUILDING])
            if not going_on.exists():
                begin(docket=docket, asked_by=None, is_final=True)
                asked += 1
    return asked


def publish_made_anew() -> int:
    """Publish what replaces a withdrawn document, as soon as it is ready. Returns how many."""
    ready = ResponseDocument.objects.filter(
        state=State.READY, outdated_at=None, asked_by=None, is_final=True, publication=None
    )
    published = 0
    for found in ready.order_by("pk"):
        with transaction.atomic():
            document = _locked(found)
            latest = current(document.docket)
            if document.may_be_read and latest and latest.number < document.number:
                _published(document, None)
                published += 1
    return published


def _locked(document: ResponseDocument) -> ResponseDocument:
    """The document's row, locked, after its docket's: nothing of both changes meanwhile."""
    docket = Docket.objects.select_for_update().get(pk=document.docket_id)
    locked = ResponseDocument.objects.select_for_update().get(pk=document.pk)
    locked.docket = docket
    return locked


def _published(document: ResponseDocument, actor) -> ResponsePublication:
    is_first = not document.docket.responses_are_final
    made = ResponsePublication.objects.create(docket=document.docket, document=document, by=actor)
    if is_first:
        with closing(telling.recipients(document.docket)) as rows:
            _tell(document, rows)
    return made


def _tell(document: ResponseDocument, left: Iterator[telling.Recipient]) -> bool:
    """Write the next mails. Says whether some may be left; notes it when none are."""
    group = list(islice(left, _AT_ONCE))
    keys = {recipient.key(document.docket): recipient for recipient in group}
    known = set(OutgoingMail.objects.filter(key__in=keys).values_list("key", flat=True))
    emails.responses_published(
        document.docket, {key: keys[key] for key in keys if key not in known}
    )
    if len(group) == _AT_ONCE:
        return True
    ResponseDocument.objects.filter(pk=document.pk).update(told_at=timezone.now())
    return False
