"""What a redactor should look at is proposed wherever it stands; what is no secret is not."""

import random
import string
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from stdnum import luhn

from comments.models import Redaction
from comments.redaction.suggestions import found_in

Reason = Redaction.Reason
# Sentences end before and begin after: a number that runs on is another number.
before = st.sampled_from(
    ["", "(", "Call me at ", "Mi número: ", "—", "My son is 30. ", "Ñandú, ", "line one\n", "“"]
)
after = st.sampled_from(["", ".", ", please.", ")", " gracias", "\n\nAna", "”", "; thanks", "?"])
digits = st.text(string.digits, min_size=4, max_size=4)
area = st.sampled_from(["619", "858", "760", "442", "213", "915", "602"])
exchange = st.integers(210, 989).filter(lambda number: number % 100 != 11).map(str)
phones = st.builds(
    lambda form, area, exchange, line: form.format(area, exchange, line),
    st.sampled_from(
        [
            *("({0}) {1}-{2}", "({0}){1}-{2}", "{0}-{1}-{2}", "{0}.{1}.{2}", "{0} {1} {2}"),
            *("+1 {0} {1} {2}", "+1{0}{1}{2}", "1-{0}-{1}-{2}", "{0}{1}{2}", "+1 ({0}) {1}-{2}"),
            *("{0}-{1}-{2} ext. 45", "{0}-{1}-{2} x45"),
        ]
    ),
    area,
    exchange,
    digits,
)
emails = st.builds(
    lambda name, joint, host: f"{name}{joint}{host}",
    st.sampled_from(["ana", "ana.ruiz", "j_lopez+port", "x9", "María"]),
    st.sampled_from(["@", " (at) ", "[at]", " (arroba) "]),
    st.sampled_from(["example.org", "mail.example.com", "ejemplo.mx", "a-b.example.net"]),
)
addresses = st.builds(
    lambda form, number: form.format(number),
    st.sampled_from(
        [
            *(
                "{} Main Street",
                "{} W. 22nd St., Apt. 4B",
                "{} Harbor Drive, National City, CA 91950",
            ),
            *("{} Roosevelt Ave #3", "{} Avenida del Sol", "{} Plaza Blvd Unit 12"),
            *("Calle Juárez {}", "Calle 5 de Mayo núm. {}", "Avenida Revolución #{}, Tijuana"),
            *("P.O. Box {}", "PO Box {}, San Diego, CA 92112", "{} cleveland avenue"),
        ]
    ),
    st.integers(100, 99_999),
)
ssns = st.builds(
    lambda sign, one, two, three: f"{one:03}{sign}{two:02}{sign}{three:04}",
    st.sampled_from("- ."),
    st.integers(1, 899),
    st.integers(1, 99),
    st.integers(1, 9999),
)


@st.composite
def cards(draw):
    number = draw(st.sampled_from("456")) + draw(st.text(string.digits, min_size=14, max_size=14))
    number += luhn.calc_check_digit(number)
    sign = draw(st.sampled_from(["", " ", "-"]))
    return sign.join(number[at : at + 4] for at in range(0, 16, 4))


names = st.sampled_from(
    ["Mateo", "Sofía", "Emma", "José Luis", "Iñaki", "O’Neil", "Ana-Lucía", "Leo", "Úrsula", "Zoë"]
)
children = st.builds(
    lambda form, name, age: (form.format(name=name, age=age), name),
    st.sampled_from(
        [
            *("my son {name}, {age}", "My daughter {name} is {age}.", "our child {name}"),
            *("my {age}-year-old niece {name}", "{name} (age {age})", "{name}, age {age},"),
            *("my youngest daughter, {name}, coughs", "my grandson named {name}"),
            *("{name} is in third grade", "{name}, a 4th grader,", "my daughter's name is {name}"),
            *("mi hija {name} de {age} años", "mi hijo {name} tose", "nuestra nieta {name}"),
            *(
                "mi hijo de {age} años, {name},",
                "{name}, de {age} años,",
                "{name} tiene {age} años",
            ),
            *(
                "mi hija se llama {name}",
                "{name} está en tercer grado",
                "{name} cursa el quinto grado",
            ),
        ]
    ),
    names,
    st.integers(2, 17),
)


def proposed(text: str) -> list[tuple[str, str]]:
    return [(found.reason, text[found.start : found.end]) for found in found_in(text)]


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (phones, Reason.PHONE),
        (emails, Reason.EMAIL),
        (addresses, Reason.ADDRESS),
        (ssns, Reason.IDENTITY),
        (cards(), Reason.ACCOUNT),
    ],
    ids=["phone", "email", "address", "identity", "account"],
)
@given(data=st.data())
def test_it_is_proposed_in_any_surroundings(kind, reason, data):
    words = data.draw(kind)
    text = data.draw(before) + words + data.draw(after)
    hidden = [place for why, place in proposed(text) if why == reason]
    # As a whole: what is left would tell.
    assert any(words in place or place == words.removesuffix(", Tijuana") for place in hidden), text


@given(child=children, start=before, end=after)
def test_the_name_of_a_child_is_proposed_and_the_age_is_left(child, start, end):
    words, name = child
    assert (Reason.MINOR, name) in proposed(f"{start}{words}{end}")


no_secrets = st.one_of(
    st.integers(1900, 2099).map(str),
    st.integers(1900, 2099).map(lambda year: f"{year}-{year + 1}"),
    st.builds(
        "PA-{}-{:02}-{:04}".format,
        st.integers(2020, 2030),
        st.integers(1, 99),
        st.integers(1, 9999),
    ),
    st.integers(1, 10**10).map(lambda amount: f"${amount:,}"),
    st.integers(10**6, 10**10).map(lambda amount: f"${amount}"),
    st.integers(1, 10**10).map(lambda amount: f"{amount:,} people"),
    st.builds("§ {}.{}".format, st.integers(1, 99999), st.integers(1, 999)),
    st.builds(
        "section {}.{}({})".format, st.integers(1, 99999), st.integers(1, 99), st.integers(1, 9)
    ),
    st.dates().map(lambda day: day.isoformat()),
    st.dates().map(lambda day: f"{day:%m/%d/%Y}"),
    st.dates().map(lambda day: f"{day:%B} {day.day}, {day.year}"),
    st.times().map(lambda time: f"{time:%H:%M}"),
    st.floats(0, 10**6).map(lambda number: f"{number:.3f} tons"),
)


@given(st.lists(no_secrets, min_size=1, max_size=4), st.sampled_from([" and ", "; ", ", "]))
def test_years_dockets_amounts_sections_and_dates_are_left_alone(numbers, joint):
    text = f"We read {joint.join(numbers)} in the draft."
    assert proposed(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "In 2023 Harbor Drive was closed for 20 minutes on the street.",
        "My son has asthma. My daughter is 34 and our children cough.",
        "On Friday, 8 trucks passed. Section 4, 12 and Table 3 (7).",
        "Measure 3, 12 percent. We waited 45 minutes at Pier 10, 3 miles away.",
        "Desde 1998 vivimos cerca del puerto. Mi hija es enfermera.",
        "The 24th Street terminal and the State Street bridge.",
        "Gov. Code 7922.000, 65583.2(c)(1); AB 617; ISO 50001:2018",
    ],
)
def test_plain_sentences_hold_nothing_to_black_out(text):
    assert proposed(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Llámeme al 619 555 01 23 o al +52 664 123 4567.", ["619 555 01 23", "+52 664 123 4567"]),
        ("My SSN is 123456789, my license D1234567.", ["123456789", "D1234567"]),
        ("Mi seguro social: 123 45 6789", ["123 45 6789"]),
        ("IBAN DE89 3704 0044 0532 0130 00", ["DE89 3704 0044 0532 0130 00"]),
        ("account # 00123456789", ["00123456789"]),
        ("call 555-0123", ["555-0123"]),
        ("write to bob at example dot org", ["bob at example dot org"]),
        ("my children Ana, Leo and Max", ["Ana", "Leo", "Max"]),
        ("mis hijos Iker y Noé", ["Iker", "Noé"]),
    ],
)
def test_it_is_found_as_people_here_write_it(text, found):
    assert [words for _reason, words in proposed(text)] == found


@given(st.text(max_size=300), st.integers(0, 2**32))
def test_no_text_is_too_strange_and_no_two_proposals_overlap(text, seed):
    pieces = [
        text,
        "619-555-0123",
        "ana@example.org",
        "my son Leo, 8",
        "12 Main Street",
        "\x00",
        "İ",
    ]
    random.Random(seed).shuffle(pieces)
    places = found_in(" ".join(pieces))
    assume(places)
    for one, two in pairwise(places):
        assert one.start < one.end <= two.start
