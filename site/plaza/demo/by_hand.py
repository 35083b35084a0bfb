"""What the demo's intake clerk entered: two letters on paper, two remarks spoken at a meeting."""

import uuid
from datetime import date, time, timedelta

from django.core.files.base import ContentFile
from django.utils import timezone, translation

from comments import entry, review
from comments.models import Comment, Docket
from meetings.models import Meeting
from plaza.demo import scans

State = Comment.State
MEETING_ON = date(2025, 10, 15)
_TRUCKS = (
    "To whom it may concern,",
    "",
    "I have no computer, so I write to you on paper.",
    "I have driven trucks to the port for thirty-one",
    "years. What helps is not another study. It is a",
    "place to wait where the engine can be off: with",
    "shade, water and a toilet.",
    "",
    "Please put this into the agreement.",
    "",
    "Respectfully,",
    "Orville Thackeray",
)
_SCHOOL = (
    "Estimadas personas de la agencia:",
    "",
    "Les escribo en nombre de las madres y los padres",
    "de la escuela de mi nieta. El patio de juegos da",
    "a la avenida por donde pasan los camiones. Les",
    "pedimos que midan el aire en el patio, durante",
    "el recreo, y que publiquen los resultados.",
    "",
    "Con respeto,",
    "Hortensia Villalpando Rea",
)


def create(*, over: Docket, docket: Docket, clerk, reviewer) -> None:
    """To the docket that is `over`: a letter and what was said at the meeting of October 15.

    To the one that is open: a letter that nobody has read yet.
    """
    arrived = entry.arrival(docket=over, day=date(2025, 9, 18))
    trucks = _letter(over, _TRUCKS, clerk, arrived, language="en", name="Orville Thackeray")
    meeting = Meeting.objects.get(starts_at__date=MEETING_ON, initiatives=over.initiative)
    noise = _spoken(
        over,
        meeting,
        clerk,
        at=time(18, 50),
        language="en",
        name="Pastor Ellsworth",
        text=(
            "Good evening. I speak for the people on Alder Street. We do not ask that the port "
            "close. We ask that somebody answers the telephone at two in the morning, when the "
            "horns begin."
        ),
    )
    bus = _spoken(
        over,
        meeting,
        clerk,
        at=time(19, 5),
        language="es",
        name="Doña Chela",
        text=(
            "Buenas noches. Yo tomo el autobús a las cinco de la mañana y espero junto a la "
            "entrada de los camiones. Pongan una parada con techo lejos del humo. Gracias."
        ),
    )
    for comment in (trucks, noise, bus):
        review.claim(comment=comment, actor=reviewer)
        review.move(comment=comment, actor=reviewer, to_state=State.IN_REVIEW)
        review.move(comment=comment, actor=reviewer, to_state=State.POSTED)
    yesterday = timezone.localdate() - timedelta(days=1)
    arrived = entry.arrival(docket=docket, day=yesterday)
    _letter(docket, _SCHOOL, clerk, arrived, language="es", name="Hortensia Villalpando Rea")


def _letter(docket: Docket, lines, clerk, arrived, *, language: str, name: str, **given) -> Comment:
    scan = scans.letter(
        lines,
        language=language,
        title=lines[0].rstrip(",:"),
        received_on=timezone.localdate(arrived),
    )
    return _enter(
        docket,
        clerk,
        channel=Comment.Channel.PAPER,
        received_at=arrived,
        language=language,
        name=name,
        text="\n".join(lines),
        attachments=[ContentFile(scan, name="carta.pdf" if language == "es" else "letter.pdf")],
        **given,
    )


def _spoken(docket: Docket, meeting: Meeting, clerk, *, at: time, **said) -> Comment:
    return _enter(
        docket,
        clerk,
        channel=Comment.Channel.VOICE,
        meeting=meeting,
        received_at=entry.spoken(docket=docket, meeting=meeting, at=at),
        **said,
    )


def _enter(docket: Docket, clerk, *, language: str, **fields) -> Comment:
    with translation.override(language):
        return entry.enter(docket=docket, by=clerk, key=uuid.uuid4(), language=language, **fields)
