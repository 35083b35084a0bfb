"""What staff translate of a comment, for readers of the other language.

(The module `translation` is another matter: modeltranslation's columns for the agency's own texts.)

A translation is made of what the public may read, never of what is redacted, and the original
stays the authoritative text. It is public once a second person has verified it, and only where
its original still reads as it did: each part keeps a digest of the text it was made of.
"""

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from comments import letter, permissions, trail
from comments.models import Comment, CommentEvent, Translation
from comments.review.acts import ReviewError, StaleError, locked
from engagement import search

MAX_LENGTH = 200_000
"""Characters of one translated part."""

WRITTEN, CHANGED, VERIFIED, UNVERIFIED = "written", "changed", "verified", "unverified"
"""What the trail says became of a translation."""

_UNSEEN = {CommentEvent.Kind.TRANSLATED, CommentEvent.Kind.REDACTED, CommentEvent.Kind.ADDED}


@dataclass(frozen=True)
class Passage:
    """One part of a comment and its translation.

    `is_stale` where the original reads differently now. Its translation may then hold what was
    redacted since, so it is shown to those alone who may read that.
    """

    part: letter.Part
    source: str
    text: str
    is_stale: bool


@dataclass(frozen=True)
class PublicTranslation:
    """What everybody may read of a verified translation: a text for each part."""

    language: str
    verified_at: datetime
    parts: dict[str, str]

    def of(self, row, field: str = "text") -> str:
        """The translation of a row's text (a comment, a remark, an addition, a file)."""
        return self.parts.get(key_of(row, field), "")


def target_language(comment: Comment) -> str:
    """Into which language a comment is translated: the site's other one."""
    return next(code for code, _name in settings.LANGUAGES if code != comment.language)


def translatable(comment: Comment) -> list[letter.Part]:
    """The parts that can be translated: all that the public reads but names."""
    return [part for part in letter.parts_of(comment, person=False) if part.public.strip()]


def translation_of(comment: Comment) -> Translation | None:
    """The translation of a comment, verified or not, if somebody wrote one."""
    language = target_language(comment)
    return next((row for row in comment.translations.all() if row.language == language), None)


def passages(comment: Comment, translation: Translation | None) -> list[Passage]:
    """Each part beside its translation, in the order in which a letter is read."""
    parts = translation.parts if translation else {}
    return [
        Passage(
            part=part,
            source=part.public,
            text=parts.get(part.key, ""),
            is_stale=part.key in parts and not _is_current(translation, part),
        )
        for part in translatable(comment)
    ]


def version_of(comment: Comment, translation: Translation | None) -> str:
    """Names what a person sees of originals and translation, to be sent back with what they do.

    It begins with the comment's version, by which a conflict names the acts that came between.
    """
    facts = [
        [(part.key, part.public) for part in translatable(comment)],
        translation and (translation.written_at, translation.parts, translation.verified_at),
    ]
    return f"{comment.version}.{_digest(repr(facts))}"


@transaction.atomic
def write(
    *,
    comment: Comment,
    actor,
    parts: Mapping[str, str],
    still_right: Collection[str] = (),
    seen: str = "",
) -> Translation:
    """Write the translation, or change it: from then on it waits to be verified (again).

    `parts` has a text for each part's key; an empty one takes that part's translation back, a
    part that is not named stays as it is. Where the original changed and the translation did not,
    the part stays stale unless `still_right` names it. `seen` is version_of when the form was
    opened. Raises ReviewError when nothing would be translated, StaleError when a colleague wrote
    or verified, or the original changed, in the meantime. What is already so changes nothing.
    """
    comment = locked(comment, actor, may=permissions.can_translate)
    before = translation_of(comment)
    _check_seen(comment, before, seen)
    known = {part.key: part for part in translatable(comment)}
    if not known.keys() >= parts.keys():
        raise ReviewError(_("This comment has no such part."))
    if any(len(text) > MAX_LENGTH for text in parts.values()):
        raise ReviewError(_("This translation is too long."))
    kept = {key: text for key, text in (before.parts if before else {}).items() if key in known}
    sources = {key: before.sources.get(key, "") for key in kept} if before else {}
    for key, given in parts.items():
        text = given.replace("\r\n", "\n").strip()
        if text != kept.get(key) or key in still_right:
            kept[key], sources[key] = text, _digest(known[key].public)
    kept = {key: text for key, text in kept.items() if text}
    sources = {key: sources[key] for key in kept}
    if not kept:
        raise ReviewError(_("Write the translation first."))
    if before and (before.parts, before.sources) == (kept, sources):
        return before
    was = _state(before)
    after = before or Translation(comment=comment, language=target_language(comment))
    changed = sorted(
        key for key in kept.keys() | after.parts.keys() if kept.get(key) != after.parts.get(key)
    )
    after.parts, after.sources = kept, sources
    after.written_by, after.written_at = actor, timezone.now()
    after.verified_by = after.verified_at = None
    after.save()
    detail = {
        "translation": [was, CHANGED if before else WRITTEN],
        "parts": [[], changed],
    }
    trail.record(comment, CommentEvent.Kind.TRANSLATED, actor=actor, detail=detail)
    search.index(comment)
    return after


@transaction.atomic
def verify(*, translation: Translation, actor, seen: str = "") -> Translation:
    """Say that a colleague's translation is right: the public reads it beside the original.

    Raises ReviewError for the person who wrote it, and while a part is missing or was made of an
    original that reads differently now (the words of files may stay untranslated); StaleError
    when something changed after the page was opened.
    """
    comment = locked(translation.comment, actor, may=permissions.can_translate)
    translation = translation_of(comment)
    if translation is None:
        raise ReviewError(_("There is no translation to verify."))
    _check_seen(comment, translation, seen)
    if translation.is_verified:
        return translation
    if translation.written_by_id == actor.pk:
        raise ReviewError(_("You translated this: another person verifies it."))
    open_parts = [passage for passage in passages(comment, translation) if not _is_done(passage)]
    if open_parts:
        labels = ", ".join(str(passage.part.label) for passage in open_parts)
        raise ReviewError(
            _("Not translated as it reads now: %(parts)s. Complete the translation first.")
            % {"parts": labels}
        )
    translation.verified_by, translation.verified_at = actor, timezone.now()
    translation.save(update_fields=["verified_by", "verified_at"])
    detail = {"translation": [UNVERIFIED, VERIFIED]}
    trail.record(comment, CommentEvent.Kind.TRANSLATED, actor=actor, detail=detail)
    search.index(comment)
    return translation


def unverify(comment: Comment, actor=None) -> bool:
    """The original changed: no translation of it counts as verified any more. Says whether one did.

    The caller has locked the comment's row, and indexes it for search.
    """
    rows = Translation.objects.filter(comment=comment, verified_at__isnull=False)
    if not rows.update(verified_at=None, verified_by=None):
        return False
    detail = {"translation": [VERIFIED, UNVERIFIED]}
    trail.record(comment, CommentEvent.Kind.TRANSLATED, actor=actor, detail=detail)
    return True


def unverified(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """Those of the comments that have a translation which somebody else must still verify."""
    waiting = Translation.objects.filter(comment=OuterRef("pk"), verified_at=None)
    return comments.filter(Exists(waiting))


def public_translation(comment: Comment) -> PublicTranslation | None:
    """What the public may read beside a posted comment; None while there is nothing verified.

    Reads `translations` and the parts: prefetch them for many comments.
    """
    found = translation_of(comment)
    if found is None or not found.is_verified:
        return None
    parts = {
        part.key: found.parts[part.key]
        for part in translatable(comment)
        if part.key in found.parts and _is_current(found, part) and _is_public(part)
    }
    return PublicTranslation(found.language, found.verified_at, parts) if parts else None


def is_translated(comment: Comment) -> bool:
    """Whether lists say so: by its verified translation alone, without reading the parts."""
    found = translation_of(comment)
    return found is not None and found.is_verified


def key_of(row, field: str = "text") -> str:
    """The key that a row's text has as a part of the comment (comments.letter)."""
    if isinstance(row, Comment):
        return field
    name = "quote" if field == "quote" else row._meta.model_name
    return f"{name}-{row.pk}"


def _check_seen(comment: Comment, translation: Translation | None, seen: str) -> None:
    if not seen or seen.partition(".")[2] == version_of(comment, translation).partition(".")[2]:
        return
    version = seen.partition(".")[0]
    since = trail.since(comment, int(version)) if version.isdecimal() else []
    raise StaleError([event for event in since if event.kind in _UNSEEN])


def _is_current(translation: Translation, part: letter.Part) -> bool:
    return translation.sources.get(part.key) == _digest(part.public)


def _is_done(passage: Passage) -> bool:
    is_file = passage.part.key.startswith(letter.ATTACHMENT)
    return not passage.is_stale and (is_file or bool(passage.text))


def _is_public(part: letter.Part) -> bool:
    """The words of a file go where the file itself may go."""
    return not part.key.startswith(letter.ATTACHMENT) or part.row.is_public


def _state(translation: Translation | None) -> str:
    if translation is None:
        return ""
    return VERIFIED if translation.is_verified else UNVERIFIED


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
