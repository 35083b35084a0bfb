"""Spam is put aside without punishing people: nothing is refused, and a person decides."""

import uuid
from datetime import timedelta
from ipaddress import ip_address

import pytest
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from comments import networks, proof_of_work, review, suspicion
from comments.models import Comment
from comments.review import ReviewError
from comments.suspicion import QUICK
from tests.comments import factories as make
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db
FORM = uuid.UUID("c0ffee00-0000-4000-8000-000000000000")
PROOF = proof_of_work.solve(proof_of_work.challenge_of(FORM))


def judge(*, took=timedelta(minutes=3), key=FORM, address="203.0.113.7", **told) -> dict:
    """What the rule says of a form sent now, with its proof of work unless told otherwise."""
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    now = timezone.now()
    values = {"proof": PROOF} | told
    return suspicion.judge(request, form_key=key, started_at=now - took, received_at=now, **values)


def signs(**told) -> list[str]:
    values = {
        "trapped": False,
        "proven": True,
        "took": timedelta(minutes=3),
        "of_network": 0,
        "of_address": 0,
    }
    return suspicion.signs(**values | told)


# The rule


def test_a_person_with_an_old_telephone_and_no_javascript_looks_like_a_person():
    assert judge(proof="")["suspicions"] == []


def test_without_proof_and_quicker_than_anybody_reads_a_person_looks():
    assert judge(proof="", took=QUICK - timedelta(seconds=1))["suspicions"] == ["no_proof"]
    assert judge(proof="", took=QUICK)["suspicions"] == []


def test_somebody_who_pastes_a_letter_quickly_is_not_suspected_when_the_browser_worked():
    assert judge(took=timedelta(seconds=2))["suspicions"] == []


def test_the_field_nobody_sees_is_enough():
    assert judge(trap="https://pills.example")["suspicions"] == ["trap"]


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({"of_network": 20}, ["network"]),
        ({"of_network": 19}, []),
        ({"of_address": 5}, ["address"]),
        ({"of_address": 4, "of_network": 19, "proven": False}, []),
        ({"of_network": 20, "proven": False}, ["network", "no_proof"]),
        ({"trapped": True, "of_network": 99, "of_address": 99}, ["trap", "network", "address"]),
    ],
)
def test_the_rule_is_as_stated(told, expected):
    assert signs(**told) == expected


@given(
    trapped=st.booleans(),
    proven=st.booleans(),
    seconds=st.integers(0, 10_000),
    of_network=st.sampled_from([0, 1, 19, 20, 500]),
    of_address=st.sampled_from([0, 1, 4, 5, 500]),
)
def test_missing_proof_adds_to_other_signs_and_never_stands_for_a_slow_person(
    trapped, proven, seconds, of_network, of_address
):
    told = {"trapped": trapped, "of_network": of_network, "of_address": of_address}
    found = signs(**told, proven=proven, took=timedelta(seconds=seconds))
    others = signs(**told, proven=True, took=timedelta(days=1))
    assert [sign for sign in found if sign != "no_proof"] == others
    if "no_proof" in found:
        assert not proven
        assert others or seconds < 10


def test_a_school_class_is_received_and_numbered_like_everybody(settings):
    docket = make.docket()
    sent = [make.submit(docket, **judge()) for _child in range(30)]
    assert [comment.sequence for comment in sent] == list(range(1, 31))
    assert [comment.is_suspicious for comment in sent] == [False] * 20 + [True] * 10
    assert sent[-1].suspicions == ["network"]
    assert judge(address="198.51.100.1")["suspicions"] == []


def test_many_comments_with_one_address_are_looked_at_whatever_its_letters(settings):
    settings.COMMENTS_PER_ADDRESS = 2
    docket = make.docket()
    for number in range(2):
        make.submit(docket, email="Ana@Example.com", text=f"Letter {number}")
    assert judge(email="ana@example.com")["suspicions"] == ["address"]
    assert judge(email="luis@example.com")["suspicions"] == []


def test_what_came_more_than_an_hour_ago_does_not_count(settings):
    settings.COMMENTS_PER_NETWORK = 1
    docket = make.docket()
    make.submit(docket, received_at=timezone.now() - timedelta(minutes=61), **judge())
    assert judge()["suspicions"] == []
    make.submit(docket, received_at=timezone.now() - timedelta(minutes=59), **judge())
    assert judge()["suspicions"] == ["network"]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_all_received_and_the_next_is_looked_at(settings):
    settings.COMMENTS_PER_NETWORK = 4
    docket = make.docket()

    in_parallel(lambda _person: make.submit(docket, **judge()), range(8))
    numbers = Comment.objects.order_by("sequence").values_list("sequence", flat=True)
    assert list(numbers) == list(range(1, 9))
    assert judge()["suspicions"] == ["network"]


def test_counting_takes_two_queries_whatever_has_come(django_assert_num_queries):
    docket = make.docket()
    for _number in range(5):
        make.submit(docket, email="ana@example.com", **judge())
    with django_assert_num_queries(2):
        judge(email="ana@example.com")


# Proof of work


def test_the_work_done_for_one_form_is_no_proof_for_another():
    other = proof_of_work.challenge_of(uuid.uuid4())
    assert not proof_of_work.is_done(challenge=other, answer=PROOF)
    assert proof_of_work.is_done(challenge=proof_of_work.challenge_of(FORM), answer=PROOF)


@given(answer=st.text(max_size=40) | st.just("9" * 5000))
def test_no_answer_that_was_not_worked_for_is_taken(answer):
    if answer != PROOF:
        assert not proof_of_work.is_done(challenge="a challenge that nobody solved", answer=answer)


def test_a_challenge_is_the_same_at_each_step_and_cannot_be_made_without_our_key(settings):
    before = proof_of_work.challenge_of(FORM)
    assert proof_of_work.challenge_of(FORM) == before
    settings.SECRET_KEY = "another"
    assert proof_of_work.challenge_of(FORM) != before


# Whose network


def address_of(**headers):
    return str(networks.client_address(RequestFactory().get("/", **headers)))


def test_the_header_of_proxies_is_not_read_where_there_is_none():
    assert address_of(REMOTE_ADDR="203.0.113.7", HTTP_X_FORWARDED_FOR="1.1.1.1") == "203.0.113.7"


@pytest.mark.parametrize(
    ("proxies", "header", "expected"),
    [
        (1, "203.0.113.7", "203.0.113.7"),
        (1, "1.1.1.1, 203.0.113.7", "203.0.113.7"),
        (2, "1.1.1.1, 203.0.113.7, 10.0.0.1", "203.0.113.7"),
        (2, "203.0.113.7", "None"),
        (1, "", "None"),
        (1, "unknown", "None"),
        (1, "203.0.113.7:4711", "203.0.113.7"),
        (1, "[2001:db8::1]:4711", "2001:db8::1"),
        (1, "2001:db8::1", "2001:db8::1"),
        (1, "::ffff:203.0.113.7", "203.0.113.7"),
        (1, "fe80::1%eth0", "fe80::1"),
    ],
)
def test_behind_proxies_the_clients_address_is_the_one_that_ours_heard(
    settings, proxies, header, expected
):
    settings.TRUSTED_PROXIES = proxies
    assert address_of(REMOTE_ADDR="10.0.0.9", HTTP_X_FORWARDED_FOR=header) == expected


@given(written=st.text(max_size=60), address=st.ip_addresses())
def test_whatever_a_client_writes_before_it_its_own_address_decides(written, address):
    from django.test import override_settings

    with override_settings(TRUSTED_PROXIES=1):
        read = address_of(HTTP_X_FORWARDED_FOR=f"{written},{address}")
    assert read == str(networks.read_address(str(address)))


@given(text=st.text(max_size=60))
def test_no_text_in_place_of_an_address_is_an_error(text):
    networks.digest(networks.read_address(text))


@given(number=st.integers(0, 2**32 - 1), other=st.integers(0, 2**32 - 1))
def test_the_digest_is_of_the_network_and_tells_nothing_else(number, other):
    one, two = ip_address(number), ip_address(other)
    same = number >> 8 == other >> 8
    assert (networks.digest(one) == networks.digest(two)) == same
    assert len(networks.digest(one)) == 64
    assert str(one) not in networks.digest(one)


@given(number=st.integers(0, 2**128 - 1))
def test_a_household_with_ipv6_is_one_network(number):
    address = networks.read_address(str(ip_address(number)))
    if address.version == 6:
        neighbour = ip_address(number ^ 1 << 79)
        assert networks.digest(address) == networks.digest(neighbour)
        assert networks.digest(address) != networks.digest(ip_address(number ^ 1 << 80))


def test_without_our_key_nobody_finds_the_network(settings):
    before = networks.digest(ip_address("203.0.113.7"))
    settings.SECRET_KEY = "another"
    assert networks.digest(ip_address("203.0.113.7")) != before


def test_the_network_is_forgotten_after_a_day():
    docket = make.docket()
    now = timezone.now()
    old = make.submit(docket, received_at=now - timedelta(hours=25), **judge())
    young = make.submit(docket, received_at=now - timedelta(hours=23), **judge())
    assert networks.forget(now=now) == 1
    old.refresh_from_db()
    young.refresh_from_db()
    assert old.network == ""
    assert young.network


# What a person decides


@pytest.fixture
def suspected():
    return make.submit(make.docket(), suspicions=["trap", "network"])


def test_the_receipt_says_nothing_of_suspicion(client, suspected):
    from comments import intake

    page = client.get(f"/en/receipts/{intake.make_token(suspected)}/").text
    assert suspected.number in page
    for word in ("automated", "spam", "suspic", "network"):
        assert word not in page.lower()


def test_a_reviewer_clears_the_suspicion_and_the_trail_keeps_the_signs(suspected):
    rosa = make.reviewer()
    review.clear_suspicion(comment=suspected, actor=rosa, note="I know this school.")
    suspected.refresh_from_db()
    assert not suspected.is_suspicious
    event = suspected.events.last()
    assert (event.kind, event.actor) == ("noted", rosa)
    assert "A field that people do not see was filled in" in event.note
    assert "I know this school." in event.note


def test_clearing_twice_leaves_one_note(suspected):
    rosa = make.reviewer()
    review.clear_suspicion(comment=suspected, actor=rosa)
    review.clear_suspicion(comment=suspected, actor=rosa)
    assert suspected.events.filter(kind="noted").count() == 1


def test_outsiders_and_colleagues_of_the_one_who_claimed_it_clear_nothing(suspected):
    with pytest.raises(ReviewError):
        review.clear_suspicion(comment=suspected, actor=make.user("editor"))
    review.claim(comment=suspected, actor=make.reviewer("rosa"))
    with pytest.raises(ReviewError, match="rosa has claimed"):
        review.clear_suspicion(comment=suspected, actor=make.reviewer("luis"))
    suspected.refresh_from_db()
    assert suspected.is_suspicious


def test_a_reviewer_sees_the_signs_in_words_and_clears_them_with_one_button(client, suspected):
    client.force_login(make.reviewer())
    url = f"/admin/review/inspect/{suspected.pk}/"
    page = client.get(url).text
    assert "Many comments came from the same network" in page
    client.post(url, {"action": "clear_suspicion"})
    assert "This comment looks automated" not in client.get(url).text
