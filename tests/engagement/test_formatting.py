"""Sizes as readers see them."""

from datetime import UTC

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from engagement.formatting import clock_time, file_size, long_date, time_span, zone_abbreviation
from tests.factories import MB, local


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (None, ""),
        (0, "0 bytes"),
        (1023, "1023 bytes"),
        (1024, "1 KB"),
        (992 * 1024, "992 KB"),
        (int(1.01 * MB) + 1, "1.01 MB"),
        (int(1.96 * MB), "1.96 MB"),
        (int(1.999 * MB), "2.00 MB"),
        (3 * 1024 * MB, "3 GB"),
    ],
)
def test_a_size_is_rounded_and_named_as_on_the_reference_page(size, words):
    assert file_size(size) == words


@pytest.mark.parametrize("language", ["en", "es"])
def test_readers_of_both_languages_see_the_point_that_is_written_here(language):
    with translation.override(language):
        assert file_size(int(1.96 * MB)) == "1.96 MB"


@given(size=st.integers(min_value=0, max_value=2**40), language=st.sampled_from(["en", "es"]))
def test_the_number_shown_is_within_a_hundredth_or_a_kilobyte_of_the_size(size, language):
    with translation.override(language):
        number, unit = file_size(size).split()
    step, tolerance = {
        "bytes": (1, 0),
        "KB": (1024, 0.5),
        "MB": (MB, 0.005),
        "GB": (1024 * MB, 0.005),
    }[unit]
    assert abs(float(number) - size / step) <= tolerance + 1e-9


def test_the_zone_is_called_as_it_is_called_that_day():
    assert zone_abbreviation(local(2025, 12, 12, 12, 0)) == "PST"
    assert zone_abbreviation(local(2025, 8, 28, 17, 0)) == "PDT"


def test_a_day_and_its_hours_are_written_as_on_the_reference_page():
    start, end = local(2025, 12, 12, 12, 0), local(2025, 12, 12, 13, 0)
    assert long_date(start) == "Friday, December 12, 2025"
    assert time_span(start, end) == "12:00 p.m. to 1:00 p.m. PST"


def test_a_late_meeting_is_on_the_day_it_is_on_here_not_in_utc():
    assert long_date(local(2025, 12, 12, 20, 0).astimezone(UTC)) == "Friday, December 12, 2025"


def test_the_clock_has_twelve_hours_in_spanish_too():
    with translation.override("es"):
        assert clock_time(local(2025, 12, 12, 18, 0)).startswith("6:00\N{NO-BREAK SPACE}p")
        assert "diciembre" in long_date(local(2025, 12, 12, 18, 0))
