"""Zoom's addresses and numbers: a resident is never sent anywhere else."""

import string
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from hypothesis import example, given
from hypothesis import strategies as st

from meetings import zoom

hosts = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,10}[a-z0-9])?", fullmatch=True)
paths = st.text(string.ascii_letters + string.digits + "/?=&.-_%", max_size=40)


def is_accepted(url: str) -> bool:
    try:
        zoom.validate_join_url(url)
    except ValidationError:
        return False
    return True


@given(agency=st.one_of(st.just(""), hosts.map("{}.".format)), path=paths)
def test_every_https_address_on_zooms_hosts_is_accepted(agency, path):
    for host in zoom.HOSTS:
        assert is_accepted(f"https://{agency}{host}/{path}")


@given(url=st.one_of(st.text(), hosts.map("https://{}.com/j/1".format), st.from_regex(r"https:.*")))
@example("https://zoom.us@evil.example/j/1")
@example("https://user:secret@zoom.us/j/1")
@example("https://evil.example\\@zoom.us/j/1")  # browsers read a backslash as a slash
@example("https://evil.example/\\.zoom.us")
@example("https://zoom.us.evil.example/")
@example("https://notzoom.us/")
@example("https://zoom.uſ/j/1")  # a letter that lower-cases to an s
@example("https://zoom。us/")
@example("https://[zoom.us/")
@example("https://zoom.us:8443/")
@example("https://zoom.us/j/1\nhttps://evil.example")
@example("https://zoom.us/ j/1")
@example("http://zoom.us/j/1")
@example("//zoom.us/j/1")
@example("javascript:alert(1)//zoom.us")
@example("HTTPS://zoom.us\t.evil.example/")
def test_what_is_accepted_is_https_on_zooms_hosts_and_nothing_else(url):
    if is_accepted(url):
        parts = urlsplit(url)
        assert parts.scheme == "https"
        assert parts.netloc == parts.hostname or parts.netloc.lower() == parts.hostname
        assert parts.hostname.endswith(zoom.HOSTS)
        assert url.isascii()
        assert url.isprintable()
        assert " " not in url


@pytest.mark.parametrize(
    "url",
    [
        "https://zoom.us@evil.example/j/1",
        "https://user:secret@zoom.us/j/1",
        "https://evil.example\\@zoom.us/j/1",
        "https://zoom.us.evil.example/",
        "https://notzoom.us/",
        "https://zoom.uſ/j/1",
        "https://[zoom.us/",
        "https://zoom.us:8443/",
        "https://zoom.us/j/1\nhttps://evil.example",
        "http://zoom.us/j/1",
        "javascript:alert(1)//zoom.us",
    ],
)
def test_an_address_that_leads_elsewhere_or_only_looks_like_zooms_is_refused(url):
    assert not is_accepted(url)


@pytest.mark.parametrize(
    ("digits", "shown"),
    [
        ("1615740201", "161 574 0201"),
        ("82345678901", "823 4567 8901"),
        ("161574020", "161 574 020"),
        ("", ""),
    ],
)
def test_an_id_is_grouped_as_zoom_groups_it(digits, shown):
    assert zoom.group_id(digits) == shown


@given(digits=st.text("0123456789", min_size=9, max_size=11))
def test_an_id_survives_being_shown_and_typed_again(digits):
    assert zoom.normalise_id(zoom.group_id(digits)) == digits
    zoom.validate_id(zoom.group_id(digits))


@given(digits=st.text("0123456789", min_size=9, max_size=11), separator=st.sampled_from(" -–‑ "))
def test_an_id_pasted_with_spaces_or_dashes_is_the_same_id(digits, separator):
    assert zoom.normalise_id(separator.join(digits)) == digits


@pytest.mark.parametrize(
    "typed", ["", "161 574", "161 574 0201 999", "abc", "١٦١٥٧٤٠٢٠١", "1615740201#"]
)
def test_what_is_no_id_is_refused(typed):
    with pytest.raises(ValidationError, match="9 to 11 digits"):
        zoom.validate_id(typed)


@pytest.mark.parametrize("number", ["+1 (669) 900-6833", "669.900.6833", "16699006833"])
def test_a_telephone_number_is_taken_as_people_write_it(number):
    zoom.validate_phone(number)
    assert zoom.dialable(number).lstrip("+").isdigit()


@pytest.mark.parametrize("number", ["", "call us", "+1", "()()()()()", "1234567;ext=1", "911,,1"])
def test_what_cannot_be_dialled_is_refused(number):
    with pytest.raises(ValidationError):
        zoom.validate_phone(number)


def test_one_tap_dials_and_enters_the_id_the_hash_written_as_an_address_needs_it():
    assert zoom.one_tap("+1 (669) 900-6833", "1615740201") == "+16699006833,,1615740201%23"
    assert zoom.one_tap("+1 (669) 900-6833", "") == "+16699006833"
