"""Asking for a document of a docket, stopping it, and letting it go on. The worker makes it."""

from functools import partial

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from comments import permissions
from comments.models import Docket, ResponseDocument
from comments.response_document.building import begin
from comments.response_document.outdating import NO_LONGER_PUBLIC
from comments.response_document.tasks import build_document
from comments.responses import coverage
from comments.review.acts import ReviewError

State = ResponseDocument.State


@transaction.atomic
def ask(*, docket: Docket, actor, is_final: bool = False) -> ResponseDocument:
    """Have the next document of a docket made: a draft, or the one to be published.

    Raises ReviewError when one is being made already, or when one for publication is asked for
    and a point has no approved response.
    """
    _check_may(actor)
    docket = Docket.objects.select_for_update().get(pk=docket.pk)
    if docket.response_documents.filter(state__in=[State.WAITING, State.BUILDING]).exists():
        raise ReviewError(_("A document of this docket is being made. Wait for it, or cancel it."))
    if is_final and not coverage.of(docket).is_complete:
        raise ReviewError(
            _("The final document needs an approved response to each point. Make a draft instead.")
        )
    document = begin(docket=docket, asked_by=actor, is_final=is_final)
    _enqueue(document)
    return document


def cancel(*, document: ResponseDocument, actor) -> None:
    """Stop what is being made, before its next slice; what is made stays, to go on from.

    Raises ReviewError when it is not being made any more.
    """
    _check_may(actor)
    being_made = ResponseDocument.objects.filter(
        pk=document.pk, state__in=[State.WAITING, State.BUILDING]
    )
    if not being_made.update(state=State.CANCELLED, leased_until=None):
        raise ReviewError(_("This document is not being made any more."))


@transaction.atomic
def resume(*, document: ResponseDocument, actor) -> None:
    """Let a cancelled or failed document go on where it was.

    Raises ReviewError when it is neither, when something in it is no longer public, or when
    another one is being made.
    """
    _check_may(actor)
    document = ResponseDocument.objects.select_for_update().get(pk=document.pk)
    if document.outdated_at:
        raise ReviewError(NO_LONGER_PUBLIC)
    if document.state not in {State.CANCELLED, State.FAILED}:
        raise ReviewError(_("Only a document that was cancelled or has failed can go on."))
    document.state, document.attempts, document.failure = State.WAITING, 0, ""
    try:
        with transaction.atomic():
            document.save(update_fields=["state", "attempts", "failure"])
    except IntegrityError:
        raise ReviewError(
            _("A document of this docket is being made. Wait for it, or cancel it.")
        ) from None
    _enqueue(document)


def _enqueue(document: ResponseDocument) -> None:
    transaction.on_commit(partial(build_document.enqueue, document.pk))


def _check_may(actor) -> None:
    if not permissions.can_build_document(actor):
        raise ReviewError(_("You may not have response documents made."))
