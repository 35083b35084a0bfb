"""A working group of two weeks ago: its recording, and a summary that is not yet in Spanish."""

from datetime import date, timedelta

from engagement.models import InitiativePage, LibraryFile
from meetings.models import DialInNumber, Material, Meeting
from plaza.demo import pdfs
from plaza.demo.making import at, both, library_file, next_weekday, publish

WEDNESDAY = 2
SPANISH_SUMMARY_IN = timedelta(days=10)
_RECORDING = "https://example.com/watch/working-group-trucks"
_NOTE = "Made for this demonstration. Nobody said or decided any of it."
_TRANSCRIPT = [
    (
        "Welcome",
        "<p>Facilitator: Good evening, and welcome to the working group. Interpretation into "
        "Spanish is on the second channel. We begin with the trucks that serve the terminals.</p>",
    ),
    (
        "Charging at the terminals",
        "<p>Facilitator: The question we received most often is where a truck charges while it "
        "waits.</p><p>Resident: I live two blocks from the gate. The trucks idle on our street "
        "in the evening, when the line is long.</p><p>Engineer: Chargers beside the waiting lane "
        "would let the engines stay off. We will show two layouts next time.</p>",
    ),
]
_SUMMARY = [
    (
        "What we talked about",
        "<p>Nineteen people took part. They spoke about charging beside the waiting lanes, about "
        "trucks that idle on neighborhood streets, and about what the plan should measure.</p>",
    ),
    (
        "What happens next",
        "<ul><li>Staff bring two layouts for chargers to the next meeting.</li>"
        "<li>The terminals are asked for the hours at which the line is longest.</li></ul>",
    ),
]


def day(today: date) -> date:
    """A Wednesday, two to three weeks ago."""
    return next_weekday(today, WEDNESDAY) - timedelta(weeks=3)


def create(initiative: InitiativePage, today: date, *, by) -> None:
    """The meeting, with its materials posted two days afterwards."""
    held_on = day(today)
    meeting = Meeting(
        starts_at=at(held_on, 18),
        ends_at=at(held_on, 19, 30),
        kind=Meeting.Kind.WORKING_GROUP,
        format=Meeting.Format.REMOTE,
        zoom_kind=Meeting.ZoomKind.MEETING,
        zoom_id="1615740201",
        join_url="https://aqmd.zoomgov.com/j/1615740201",
        contact_name="Noemí Arriaga Sol",
        contact_email="working-group@example.com",
        contact_phone="909-555-0147",
        **both(
            "headline",
            "Working Group on Trucks at the Terminals",
            "Grupo de trabajo sobre los camiones en las terminales",
        ),
        **both(
            "summary",
            "Where trucks charge while they wait, and how the streets around the terminals are "
            "spared their exhaust.",
            "Dónde se recargan los camiones mientras esperan y cómo evitar que sus gases lleguen "
            "a las calles cercanas a las terminales.",
        ),
    )
    meeting.initiatives = [initiative]
    meeting.dial_in_numbers = [DialInNumber(number="+1 (669) 900-6833")]
    meeting.materials = _materials(held_on + timedelta(days=2), today + SPANISH_SUMMARY_IN, by)
    meeting.full_clean()
    publish(meeting, by=by)


def _materials(released_on: date, spanish_on: date, by) -> list[Material]:
    return [
        Material(
            kind=Material.Kind.RECORDING,
            link=_RECORDING,
            language="en",
            released_on=released_on,
            file=_file(
                "Transcript of the working group", "transcript-en", _TRANSCRIPT, released_on, by
            ),
        ),
        Material(
            kind=Material.Kind.SUMMARY,
            language="en",
            released_on=released_on,
            other_language_on=spanish_on,
            file=_file("Summary of the working group", "summary-en", _SUMMARY, released_on, by),
        ),
    ]


def _file(title: str, name: str, parts: list[tuple[str, str]], made_on: date, by) -> LibraryFile:
    content = pdfs.document(language="en", title=title, note=_NOTE, parts=parts, made_on=made_on)
    return library_file(title=title, name=f"working-group-{name}.pdf", content=content, by=by)
