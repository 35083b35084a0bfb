"""The comment periods: one that is open and has a draft, one that is over; and what came in."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone, translation
from wagtail.rich_text import RichText

from comments import intake, review
from comments.models import Comment, Docket, Draft, DraftFile, DraftSection
from engagement.models import InitiativePage
from plaza.demo import draft_text, pdfs
from plaza.demo.letters import ON_THE_AGREEMENT, ON_THE_DRAFT, Letter, State
from plaza.demo.making import at, both, library_file, publish

RELEASED_DAYS_AGO = 7
DAYS_LEFT = 30


def create(initiative: InitiativePage, *, editor, reviewer) -> None:
    """Both dockets, the draft, and the comments on each, reviewed as far as they are."""
    over = _docket_of_the_agreement(initiative, editor)
    _receive(over, ON_THE_AGREEMENT, until=over.closes_at, reviewer=reviewer)
    docket = _docket_of_the_draft(initiative, editor)
    draft = _draft(initiative, docket, editor)
    _receive(docket, ON_THE_DRAFT, until=timezone.now(), reviewer=reviewer, draft=draft)


def _docket_of_the_agreement(initiative: InitiativePage, editor) -> Docket:
    docket = Docket(
        number="CA-2025-01",
        initiative=initiative,
        opens_at=at(date(2025, 8, 25), 9),
        closes_at=at(date(2025, 10, 24), 17),
        **both(
            "headline",
            "What the Cooperative Agreement Should Contain",
            "Qué debe contener el Acuerdo de Cooperación",
        ),
        **both(
            "summary",
            "Before the agreement was written, we asked what it should contain.",
            "Antes de redactar el acuerdo, preguntamos qué debía contener.",
        ),
    )
    docket.full_clean()
    publish(docket, by=editor)
    return docket


def _docket_of_the_draft(initiative: InitiativePage, editor) -> Docket:
    today = timezone.localdate()
    opened_on = today - timedelta(days=RELEASED_DAYS_AGO)
    docket = Docket(
        number=f"PA-{today.year}-01",
        initiative=initiative,
        opens_at=at(opened_on, 9),
        closes_at=at(today + timedelta(days=DAYS_LEFT), 17),
        **both(
            "headline",
            "Comments on the Draft Near-Term Measures",
            "Comentarios sobre el borrador de medidas a corto plazo",
        ),
        **both(
            "summary",
            "Tell us which measures matter most to you, what is missing, and what would not work.",
            "Díganos qué medidas le importan más, qué falta y qué no funcionaría.",
        ),
    )
    docket.full_clean()
    publish(docket, by=editor)
    return docket


def _draft(initiative: InitiativePage, docket: Docket, editor) -> Draft:
    released_on = timezone.localdate() - timedelta(days=RELEASED_DAYS_AGO)
    draft = Draft(
        initiative=initiative,
        docket=docket,
        released_on=released_on,
        **draft_text.HEADLINE,
        **draft_text.SUMMARY,
    )
    draft.sections = [_section(section) for section in draft_text.SECTIONS]
    draft.files = [_draft_file(language, released_on, editor) for language in ("en", "es")]
    draft.full_clean()
    publish(draft, by=editor)
    return draft


def _draft_file(language: str, released_on: date, editor) -> DraftFile:
    title = draft_text.HEADLINE[f"headline_{language}"]
    content = pdfs.document(
        language=language,
        title=title,
        note=draft_text.NOTE[language],
        parts=[
            (section[f"heading_{language}"], section[f"text_{language}"])
            for section in draft_text.SECTIONS
        ],
        made_on=released_on,
    )
    file = library_file(
        title=title, name=f"near-term-measures-{language}.pdf", content=content, by=editor
    )
    return DraftFile(file=file, language=language, released_on=released_on)


def _section(texts: dict[str, str]) -> DraftSection:
    """A section of the draft from its four texts."""
    return DraftSection(
        **{f"heading_{code}": texts[f"heading_{code}"] for code in ("en", "es")},
        **{f"body_{code}": [("text", RichText(texts[f"text_{code}"]))] for code in ("en", "es")},
    )


def _receive(
    docket: Docket,
    letters: Sequence[Letter],
    *,
    until,
    reviewer,
    draft: Draft | None = None,
) -> None:
    """Take the letters in, spread over the period up to `until`, and review them."""
    sections = list(draft.sections.all()) if draft else []
    pause = (until - docket.opens_at) / (len(letters) + 1)
    for place, letter in enumerate(letters, start=1):
        about = (
            [] if letter.section is None else [intake.About(sections[letter.section], letter.text)]
        )
        with translation.override(letter.language):
            comment = intake.submit(
                docket=docket,
                key=uuid.uuid4(),
                language=letter.language,
                text="" if about else letter.text,
                name=letter.name,
                email=letter.email,
                affiliation=letter.affiliation,
                is_anonymous=letter.is_anonymous,
                remarks=about,
                attachments=_files(letter),
                received_at=docket.opens_at + place * pause,
            )
        _review(comment, letter, reviewer)


def _files(letter: Letter) -> list[ContentFile]:
    return [ContentFile(letter.attachment.encode(), name="letter.txt")] if letter.attachment else []


def _review(comment: Comment, letter: Letter, reviewer) -> None:
    if letter.state == State.RECEIVED:
        return
    review.claim(comment=comment, actor=reviewer)
    if letter.state == State.SPAM:
        review.move(comment=comment, actor=reviewer, to_state=State.SPAM, note=letter.reason)
        return
    review.move(comment=comment, actor=reviewer, to_state=State.IN_REVIEW)
    if letter.state != State.IN_REVIEW:
        review.move(comment=comment, actor=reviewer, to_state=letter.state, note=letter.reason)
