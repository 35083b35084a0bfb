"""Lines of calendars: folded and escaped as RFC 5545 demands, as icalendar writes them."""

from hypothesis import example, given
from hypothesis import strategies as st
from icalendar import vText
from icalendar.parser import Contentline, Parameters

from meetings.content_lines import line, parameter, text

TEXT = st.text(
    st.one_of(
        st.characters(exclude_categories=["Cs", "Cc"]),
        st.sampled_from(",;:\\\"'^\n\t ñÁ🚢👩‍👩‍👧🇲🇽שלום"),
    ),
    max_size=300,
)


def unfolded(octets: bytes) -> str:
    return octets.replace(b"\r\n ", b"").decode().removesuffix("\r\n")


@given(TEXT)
def test_a_line_has_at_most_75_octets_and_no_letter_is_split(value):
    for part in line("SUMMARY", text(value)).removesuffix(b"\r\n").split(b"\r\n"):
        assert len(part) <= 75
        part.decode()


@given(TEXT)
def test_a_folded_line_is_the_line_that_was_folded(value):
    assert unfolded(line("SUMMARY", text(value))) == f"SUMMARY:{text(value)}"


@given(TEXT.filter(lambda value: "\\N" not in value))
def test_lines_are_those_that_icalendar_writes(value):
    written = Contentline.from_parts("SUMMARY", Parameters(), vText(value)).to_ical() + b"\r\n"
    assert line("SUMMARY", text(value)) == written


@given(st.text(st.sampled_from(",;\\nN\na"), max_size=60))
@example("C:\\New\\Notes")
def test_escaped_text_is_read_as_it_was(value):
    """Read letter by letter, as §3.3.11 says; icalendar takes \\N for a line break."""
    read, letters = "", iter(text(value))
    for letter in letters:
        escaped = next(letters) if letter == "\\" else None
        read += {None: letter, "n": "\n"}.get(escaped, escaped)
    assert read == value


@given(TEXT)
def test_a_parameter_is_read_as_it_was(value):
    written = f"X;LABEL={parameter(value)}:y"
    if "\t" not in value and "\\" not in value:
        _name, parameters, _value = Contentline(written).parts()
        assert parameters.get("LABEL", "") == value.strip() or value != value.strip()


def test_control_characters_never_reach_a_line():
    assert text("one\r\ntwo\x08\x0b\x00 three\x85\tfour\r") == "one\\ntwo three\tfour\\n"
