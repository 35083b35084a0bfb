"""The comment periods: one that is open and has a draft, one that is over; and what came in."""

import uuid
from collections.abc import Sequence
from datetime import date, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone, translation

from comments import intake, periods, review
from comments.models import Comment, Docket, Draft, Topic
from engagement.models import InitiativePage
from plaza.demo import by_hand, draft_versions
from plaza.demo.letters import ON_THE_AGREEMENT, ON_THE_DRAFT, Letter, State
from plaza.demo.making import at, both, publish

RELEASED_DAYS_AGO = 7
DAYS_LEFT = 30
EXTENDED_BY_DAYS = 10
TOPICS = (
    ("Air quality", "Calidad del aire"),
    ("Jobs and training", "Empleo y capacitación"),
    ("Noise and night work", "Ruido y trabajo nocturno"),
    ("Trucks and gates", "Camiones y accesos"),
)


def create(initiative: InitiativePage, *, editor, clerk, reviewer) -> Docket:
    """Both dockets, the draft, and the comments on each, reviewed as far as they are.

    Returns the docket that is open.
    """
    over = _docket_of_the_agreement(initiative, editor)
    _receive(over, ON_THE_AGREEMENT, until=over.closes_at, reviewer=reviewer)
    docket = _docket_of_the_draft(initiative, editor)
    released_on = timezone.localdate() - timedelta(days=RELEASED_DAYS_AGO)
    draft = draft_versions.create(initiative, docket, released_on=released_on, by=editor)
    _receive(docket, ON_THE_DRAFT, until=timezone.now(), reviewer=reviewer, draft=draft)
    by_hand.create(over=over, docket=docket, clerk=clerk, reviewer=reviewer)
    return docket


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
        closes_at=at(today + timedelta(days=DAYS_LEFT - EXTENDED_BY_DAYS), 17),
        email_address="comments@port-alder.example.com",
        postal_address="Docket Clerk\n100 Example Street\nPort Alder, CA 90000",
        voice_phone="909-555-0142",
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
    for name_en, name_es in TOPICS:
        Topic.objects.create(docket=docket, name_en=name_en, name_es=name_es)
    docket = Docket.objects.get(pk=docket.pk)
    periods.change_dates(
        docket=docket,
        opens_at=docket.opens_at,
        closes_at=at(today + timedelta(days=DAYS_LEFT), 17),
        by=editor,
        **both(
            "reason",
            "Neighborhood councils asked for a period that includes their next meetings.",
            "Los consejos vecinales pidieron un período que incluya sus próximas reuniones.",
        ),
    )
    return docket


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
    if letter.topics:
        topics = comment.docket.topics.filter(name_en__in=letter.topics)
        review.set_topics(comment=comment, actor=reviewer, topics=topics)
    if letter.state != State.IN_REVIEW:
        reason = letter.reason
        review.move(
            comment=comment,
            actor=reviewer,
            to_state=letter.state,
            note=reason,
            legal_reason=reason,
        )
