"""What reviewers of the demo find: a comment in each state, a form letter, a team, notes."""

import uuid
from datetime import timedelta

from django.utils import timezone, translation

from comments import amending, intake, review, translating
from comments.campaigns import grouping
from comments.models import Campaign, Comment, Docket, Team
from comments.redaction import texts

State = Comment.State

_FORM_LETTER = (
    "I live near the port and I am asking the board to adopt the draft measures without delay. "
    "Every year that the old engines run is a year of soot on our windows and in our lungs. The "
    "dates in the draft are already late. Please do not let them slip again, and please publish "
    "each quarter what each terminal has done."
)
_OWN_WORDS = (
    " My mother is eighty-one and keeps her windows closed all summer. She asked me to add that "
    "the horns at night are worse than the smoke."
)
_SENDERS = (
    ("Agnes Thornbury", ""),
    ("Rufus Delacroix-Pine", ""),
    ("Marisol Etcheverry", _OWN_WORDS),
    ("Walter Nakagawa-Byrne", ""),
)
_TELEPHONE = "555-0142"
_WITH_TELEPHONE = (
    "The night work at berth four has to end. I called the terminal three times. Whoever wants to "
    f"hear the noise may call me at 909-{_TELEPHONE} at two in the morning."
)
_NOT_YET_REDACTED = (
    "Please widen the sidewalk at the second gate. You reach me at 909-555-0187, or ask my "
    "neighbor at 14 Juniper Terrace."
)
_IN_TRIAGE = (
    "What happens to the measures when the agreement ends? The draft does not say who keeps "
    "measuring the air after the last year."
)
_TWICE = (
    "Please put a bench and a roof at the bus stop by the second gate, where people wait among "
    "the trucks."
)
_TAKEN_BACK = "I wrote in anger. I will send a better comment."
_IMELDA = "Imelda Rosas Quintanar"
_IN_ENGLISH = (
    "I live two blocks from the rail yard and my daughter has asthma. I ask that the night work "
    "move this year and not in three. I also ask that the meetings be on Saturdays."
)


def create(docket: Docket, *, reviewer, redactor, manager) -> None:
    """In the docket that is open, beside the letters that are there."""
    _campaign(docket, reviewer)
    redacted = _submit(docket, _WITH_TELEPHONE, "Cyrus Fairweather")
    _redact(redacted, reviewer, redactor)
    waiting = _submit(docket, _NOT_YET_REDACTED, "Opal Merriweather-Soto")
    _move(waiting, reviewer, State.REDACTION)
    triaged = _submit(docket, _IN_TRIAGE, "Benedict Arroyo-Lynn")
    _move(triaged, reviewer, State.IN_TRIAGE)
    first = _submit(docket, _TWICE, "Philippa Grange")
    again = _submit(docket, _TWICE, "Philippa Grange")
    _move(again, reviewer, State.DUPLICATE, duplicate_of=first)
    amending.withdraw(comment=_submit(docket, _TAKEN_BACK, "Basil Okonkwo"))
    _translate(docket, translator=manager, checker=reviewer)
    team = Team.objects.create(name="Engineering")
    team.members.set([reviewer, redactor])
    review.assign(comment=first, actor=manager, team=team)
    review.add_note(
        comment=triaged,
        actor=reviewer,
        note=f"@{manager.get_username()} Who answers this, the engineers or the lawyers?",
    )


def _submit(docket: Docket, text: str, name: str) -> Comment:
    with translation.override("en"):
        return intake.submit(
            docket=docket,
            key=uuid.uuid4(),
            language="en",
            text=text,
            name=name,
            received_at=timezone.now() - timedelta(hours=20),
        )


def _move(comment: Comment, reviewer, to_state: str, **decision) -> None:
    review.claim(comment=comment, actor=reviewer)
    review.move(comment=comment, actor=reviewer, to_state=to_state, **decision)


def _campaign(docket: Docket, reviewer) -> None:
    """Four sent the same letter, one with words of her own; one of them is handled already."""
    sent = [_submit(docket, _FORM_LETTER + more, name) for name, more in _SENDERS]
    grouping.find(docket)
    campaign = Campaign.objects.get(docket=docket)
    campaign.name = "“Without delay”"
    campaign.save(update_fields=["name"])
    member = next(row for row in sent if row.pk != campaign.lead_id)
    member.refresh_from_db()
    _move(member, reviewer, State.CAMPAIGN, campaign=campaign)


def _redact(comment: Comment, reviewer, redactor) -> None:
    """From the reviewer to the redactor, and back to be posted."""
    _move(comment, reviewer, State.REDACTION)
    review.claim(comment=comment, actor=redactor)
    number = f"909-{_TELEPHONE}"
    start = comment.text.index(number)
    passage = texts.Passage("text", start, start + len(number), number, "phone")
    texts.redact(comment=comment, actor=redactor, passages=[passage])
    review.move(comment=comment, actor=redactor, to_state=State.IN_REVIEW)
    comment.refresh_from_db()
    if comment.assigned_to_id not in {None, reviewer.pk}:
        review.release(comment=comment, actor=redactor)
    review.claim(comment=comment, actor=reviewer)
    review.move(comment=comment, actor=reviewer, to_state=State.POSTED)


def _translate(docket: Docket, *, translator, checker) -> None:
    comment = docket.comments.get(name=_IMELDA)
    (part,) = translating.translatable(comment)
    written = translating.write(comment=comment, actor=translator, parts={part.key: _IN_ENGLISH})
    translating.verify(translation=written, actor=checker)
