"""Dates and times read as each language writes them, wherever a format is chosen."""

import re
from datetime import date, time

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import formats, translation

from engagement.formatting import date_and_time, long_date, time_span
from meetings.models import Material
from tests.factories import local, meeting, registration

FRIDAY_NOON = local(2026, 11, 27, 12, 0)
NO_BREAK = "\N{NO-BREAK SPACE}"


def shown(template: str) -> str:
    return Template("{% load engagement %}" + template).render(Context({"moment": FRIDAY_NOON}))


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Friday, November 27, 2026"), ("es", "viernes 27 de noviembre de 2026")],
)
def test_a_day_with_its_weekday_has_the_order_and_the_case_of_the_language(language, words):
    with translation.override(language):
        assert long_date(FRIDAY_NOON) == words


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "12:00 p.m. to 1:00 p.m. PST"),
        ("es", "12:00 p. m. a 1:00 p. m. PST"),
    ],
)
def test_a_span_of_hours_has_the_letters_of_the_language(language, words):
    with translation.override(language):
        span = time_span(FRIDAY_NOON, local(2026, 11, 27, 13, 0))
    assert span.replace(NO_BREAK, " ") == words


def test_no_line_ends_within_a_time_in_spanish():
    with translation.override("es"):
        assert formats.time_format(time(9, 5)) == f"9:05{NO_BREAK}a.{NO_BREAK}m."


def test_one_oclock_is_as_right_in_spanish_as_any_other_hour():
    with translation.override("es"):
        one = date_and_time(local(2026, 11, 27, 13, 0))
    assert one.replace(NO_BREAK, " ") == "viernes 27 de noviembre de 2026, 1:00 p. m. PST"


@pytest.mark.parametrize(
    ("name", "english", "spanish"),
    [
        ("DATE_FORMAT", "November 27, 2026", "27 de noviembre de 2026"),
        ("SHORT_DATE_FORMAT", "Nov 27, 2026", "27 nov 2026"),
        ("MONTH_DAY_FORMAT", "November 27", "27 de noviembre"),
        ("YEAR_MONTH_FORMAT", "November 2026", "noviembre de 2026"),
        (
            "DATETIME_FORMAT",
            "November 27, 2026, 12:00 p.m.",
            "27 de noviembre de 2026, 12:00 p. m.",
        ),
        ("SHORT_DATETIME_FORMAT", "Nov 27, 2026, 12:00 p.m.", "27 nov 2026, 12:00 p. m."),
    ],
)
def test_each_named_format_is_that_of_the_language(name, english, spanish):
    for language, words in (("en", english), ("es", spanish)):
        with translation.override(language):
            written = formats.date_format(FRIDAY_NOON, name)
        assert written.replace(NO_BREAK, " ") == words


def test_templates_that_name_no_format_follow_the_language_too():
    with translation.override("es"):
        assert shown("{{ moment|date }}") == "27 de noviembre de 2026"
        assert shown("{{ moment|long_date }}") == "viernes 27 de noviembre de 2026"


def test_no_day_and_no_month_is_in_upper_case_in_spanish():
    with translation.override("es"):
        for month in range(1, 13):
            assert not re.search(r"[A-Z]", long_date(date(2026, month, month)))


@pytest.mark.parametrize(
    ("language", "words"), [("en", "Presentation (Spanish)"), ("es", "Presentación (español)")]
)
def test_a_language_is_named_within_a_text_as_the_reader_writes_it(language, words):
    with translation.override(language):
        assert str(Material(kind=Material.Kind.PRESENTATION, language="es")) == words


@pytest.mark.django_db
def test_staff_read_when_a_person_registered_in_the_zone_of_the_agency(admin_client):
    row = registration(meeting=meeting(), queued_at=FRIDAY_NOON)
    response = admin_client.get(reverse("registrations:inspect", args=[row.pk]))
    assert "Friday, November 27, 2026 at 12:00 p.m. PST" in response.content.decode()
