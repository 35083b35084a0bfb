"""Letters on paper and words spoken at a meeting enter the same docket as the web form's."""

import uuid
from datetime import date, time, timedelta

import pytest
import time_machine
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.users.models import UserProfile

from comments import entry
from comments.models import Comment, Docket
from engagement.models import OutgoingMail
from meetings.models import Meeting
from tests import factories
from tests.comments import factories as make
from tests.comments.test_uploads import locked_pdf
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db
local = factories.local


@pytest.fixture
def docket() -> Docket:
    """Open from Monday, November 3, 9:00 to Friday, December 5, 2025, 17:00."""
    return make.docket(opens_at=local(2025, 11, 3, 9), closes_at=local(2025, 12, 5, 17))


@pytest.fixture
def meeting(docket) -> Meeting:
    return factories.meeting(
        initiatives=[docket.initiative],
        starts_at=local(2025, 11, 12, 18),
        ends_at=local(2025, 11, 12, 20),
    )


@pytest.fixture
def clerk(client) -> User:
    found = make.user("lourdes", "comments.enter_comment")
    client.force_login(found)
    return found


@pytest.fixture
def day_after_the_close():
    with time_machine.travel(local(2025, 12, 6, 10), tick=False):
        yield


def form_url(docket, channel) -> str:
    return reverse("enter_comment_form", args=[docket.pk, channel])


def letter(**fields) -> dict:
    values = {"day": "2025-11-20", "language": "en", "name": "Ana Ruiz", "text": "Dear board,"}
    return {"key": str(uuid.uuid4())} | values | fields


# In time or not


def test_a_letter_that_came_before_the_close_can_be_entered_after_it(
    client, docket, clerk, day_after_the_close
):
    web = make.submit(docket, received_at=local(2025, 12, 1, 8))
    response = client.post(
        form_url(docket, "paper"), letter(day="2025-12-05", time="16:59", attachments=make.letter())
    )
    comment = Comment.objects.exclude(pk=web.pk).get()
    assert response.url == reverse("comment_entered", args=[comment.pk])
    assert (comment.number, comment.is_late) == ("PA-2026-01-0002", False)
    assert comment.received_at == local(2025, 12, 5, 16, 59)
    assert comment.channel == "paper"
    assert comment.attachments.get().name == "letter.pdf"
    assert "PA-2026-01-0002" in client.get(response.url).text


def test_the_trail_says_who_entered_a_letter_and_when(docket, clerk, client, day_after_the_close):
    client.post(form_url(docket, "paper"), letter())
    event = Comment.objects.get().events.get()
    assert (event.kind, event.actor, event.at) == ("received", clerk, timezone.now())
    assert Comment.objects.get().entered_by == clerk


def test_on_the_closing_day_the_time_decides_and_is_asked_for(
    client, docket, clerk, day_after_the_close
):
    response = client.post(form_url(docket, "paper"), letter(day="2025-12-05"))
    assert response.status_code == 422
    assert "enter the time at which it arrived" in response.text
    assert "Dear board," in response.text
    assert not Comment.objects.exists()


def test_a_letter_that_came_after_the_close_is_late_or_refused_as_the_period_is_set(
    client, docket, clerk, day_after_the_close
):
    late = letter(day="2025-12-05", time="17:00")
    response = client.post(form_url(docket, "paper"), late)
    assert response.status_code == 422
    assert "closed on Friday, December 5, 2025 at 5:00 p.m. PST" in response.text
    Docket.objects.update(accepts_late=True)
    response = client.post(form_url(docket, "paper"), late)
    assert Comment.objects.get().is_late
    assert "marked as late" in client.get(response.url).text


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2025-12-07", "This is still to come."),
        ("2025-11-02", "The comment period opened on Monday, November 3, 2025 at 9:00 a.m. PST."),
        ("", "This field is required."),
        ("2025-02-30", "Enter a valid date."),
    ],
)
def test_a_day_on_which_no_letter_can_have_come_is_refused(
    client, docket, clerk, day_after_the_close, day, said
):
    response = client.post(form_url(docket, "paper"), letter(day=day))
    assert response.status_code == 422
    assert said in response.text
    assert not Comment.objects.exists()


# At a meeting


def test_a_spoken_comment_is_tied_to_its_meeting(
    client, docket, meeting, clerk, day_after_the_close
):
    said = {"meeting": meeting.pk, "time": "19:15", "language": "es", "text": "Buenas noches."}
    client.post(form_url(docket, "voice"), said | {"name": "Don Chuy", "key": uuid.uuid4()})
    comment = Comment.objects.get()
    assert (comment.channel, comment.meeting, comment.name) == ("voice", meeting, "Don Chuy")
    assert comment.received_at == local(2025, 11, 12, 19, 15)
    assert comment.language == "es"


def test_without_a_time_it_was_spoken_when_the_meeting_began(docket, meeting, day_after_the_close):
    assert entry.spoken(docket=docket, meeting=meeting) == meeting.starts_at
    with pytest.raises(ValidationError, match="The meeting began on"):
        entry.spoken(docket=docket, meeting=meeting, at=time(17, 59))


def test_a_remark_after_midnight_is_of_the_day_after(docket, day_after_the_close):
    long = factories.meeting(
        initiatives=[docket.initiative],
        starts_at=local(2025, 11, 12, 20),
        ends_at=local(2025, 11, 13, 1),
    )
    spoken = entry.spoken(docket=docket, meeting=long, at=time(0, 30))
    assert spoken == local(2025, 11, 13, 0, 30)


def test_the_meetings_to_choose_are_those_at_which_one_could_speak_on_the_docket(
    client, docket, meeting, clerk, day_after_the_close
):
    later = factories.meeting(
        initiatives=[docket.initiative],
        starts_at=local(2025, 12, 1, 18),
        ends_at=local(2025, 12, 1, 20),
    )
    other = factories.meeting(
        initiatives=[factories.initiative()],
        starts_at=local(2025, 11, 12, 18),
        ends_at=local(2025, 11, 12, 20),
    )
    factories.meeting(initiatives=[docket.initiative], starts_at=local(2025, 12, 9, 18))
    assert list(entry.meetings_of(docket)) == [later, meeting]
    response = client.post(
        form_url(docket, "voice"), {"meeting": other.pk, "language": "en", "text": "Words"}
    )
    assert response.status_code == 422
    assert not Comment.objects.exists()


# The form


def test_saving_twice_is_one_comment(client, docket, clerk, day_after_the_close):
    typed = letter()
    first = client.post(form_url(docket, "paper"), typed)
    second = client.post(form_url(docket, "paper"), typed)
    assert first.url == second.url
    assert Comment.objects.count() == 1


def test_going_back_and_correcting_the_date_is_never_quietly_ignored(
    client, docket, clerk, day_after_the_close
):
    typed = letter()
    client.post(form_url(docket, "paper"), typed)
    client.post(form_url(docket, "paper"), typed | {"day": "2025-11-21"})
    days = {timezone.localdate(comment.received_at) for comment in Comment.objects.all()}
    assert days == {date(2025, 11, 20), date(2025, 11, 21)}


def test_a_letter_of_today_saved_twice_is_one_comment_though_time_passes(client, docket, clerk):
    typed = letter(day="2025-11-20")
    with time_machine.travel(local(2025, 11, 20, 10), tick=False) as clock:
        client.post(form_url(docket, "paper"), typed)
        clock.shift(5)
        client.post(form_url(docket, "paper"), typed)
    assert Comment.objects.get().received_at == local(2025, 11, 20, 10)


@pytest.mark.django_db(transaction=True)
def test_clerks_and_residents_at_once_get_gap_free_numbers():
    docket = make.docket()
    clerk = make.user("lourdes", "comments.enter_comment")

    def send(number):
        if number % 2:
            return make.submit(docket)
        return entry.enter(
            docket=docket,
            by=clerk,
            key=uuid.uuid4(),
            channel="paper",
            received_at=timezone.now() - timedelta(days=1),
            language="en",
            text="Dear board,",
        )

    in_parallel(send, range(10))
    numbers = Comment.objects.order_by("sequence").values_list("sequence", flat=True)
    assert list(numbers) == list(range(1, 11))


def test_the_next_comment_keeps_the_meeting_and_the_language(
    client, docket, meeting, clerk, day_after_the_close
):
    said = {"meeting": meeting.pk, "language": "es", "text": "Palabras", "key": uuid.uuid4()}
    done = client.get(client.post(form_url(docket, "voice"), said).url)
    another = client.get(done.context["another_url"])
    form = another.context["form"]
    assert (form["meeting"].value(), form["language"].value()) == (str(meeting.pk), "es")
    assert form["text"].value() is None
    assert f'<option value="{meeting.pk}" selected>' in another.text


def test_nothing_to_read_is_no_comment(client, docket, clerk, day_after_the_close):
    response = client.post(form_url(docket, "paper"), letter(text=" "))
    assert response.status_code == 422
    assert "Enter the text, or attach it as a file." in response.text
    assert "Ana Ruiz" in response.text


def test_a_letter_about_one_section_is_a_remark_on_it(client, docket, clerk, day_after_the_close):
    section = make.draft(docket=docket).sections.first()
    client.post(form_url(docket, "paper"), letter(section=section.pk))
    remark = Comment.objects.get().remarks.get()
    assert (remark.section, remark.text) == (section, "Dear board,")


@pytest.mark.parametrize("section", ["0", "x", "99999999", "\0"])
def test_a_section_of_no_draft_of_this_docket_is_refused(
    client, docket, clerk, day_after_the_close, section
):
    make.draft(docket=docket)
    response = client.post(form_url(docket, "paper"), letter(section=section))
    assert response.status_code == 422
    assert "Dear board," in response.text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("letter.pdf", b"", "empty"),
        ("letter.pdf", b"MZ\x90\x00" + b"\0" * 600, "letter.pdf"),
        ("locked.pdf", locked_pdf(user_password="secret"), "protected by a password"),
    ],
)
def test_a_scan_that_nobody_could_read_is_refused_beside_its_field(
    client, docket, clerk, day_after_the_close, name, content, said
):
    scan = make.letter(name, content)
    response = client.post(form_url(docket, "paper"), letter(attachments=scan))
    assert response.status_code == 422
    assert said in str(response.context["form"].errors["attachments"])
    assert "Please choose your files again" in response.text
    assert not Comment.objects.exists()


def test_the_receipt_goes_to_the_address_given_in_the_language_of_the_letter(
    client, docket, clerk, day_after_the_close
):
    done = client.post(form_url(docket, "paper"), letter(email="ana@example.com", language="es"))
    mail = OutgoingMail.objects.get()
    assert (mail.to, mail.language) == ("ana@example.com", "es")
    page = client.get(done.url)
    assert "ana@example.com" in page.text
    receipt = client.get(page.context["receipt_url"])
    assert receipt.status_code == 200
    assert page.context["receipt_url"].startswith("/es/")


def test_clerks_see_the_numbers_of_what_they_entered_themselves(client, docket, clerk):
    comment = make.submit(docket, received_at=local(2025, 11, 20, 12))
    assert client.get(reverse("comment_entered", args=[comment.pk]), follow=True).status_code == 404


def test_only_dockets_that_have_opened_are_offered(client, docket, clerk):
    coming = make.docket(
        number="PA-2099-01",
        opens_at=timezone.now() + timedelta(days=1),
        closes_at=timezone.now() + timedelta(days=9),
    )
    hidden = make.docket(number="PA-2098-01", live=False)
    page = client.get(reverse("enter_comment"))
    assert docket.number in page.text
    for other in (coming, hidden):
        assert other.number not in page.text
        assert client.get(form_url(other, "paper"), follow=True).status_code == 404
    assert client.get(form_url(docket, "web"), follow=True).status_code == 404


def test_the_list_of_dockets_takes_the_same_queries_however_long_it_is(
    client, docket, clerk, django_assert_num_queries
):
    url = reverse("enter_comment")
    client.get(url)
    with CaptureQueriesContext(connection) as few:
        client.get(url)
    for number in range(2, 12):
        make.docket(number=f"PA-2026-{number:02d}", initiative=docket.initiative)
    with django_assert_num_queries(len(few)):
        client.get(url)


def test_the_forms_speak_spanish_to_staff_who_do(client, docket, clerk, day_after_the_close):
    UserProfile.objects.create(user=clerk, preferred_language="es")
    response = client.post(form_url(docket, "paper"), letter(day="2025-12-05"))
    assert "indique la hora" in response.text


def test_the_rule_itself_turns_outsiders_away(docket, day_after_the_close):
    with pytest.raises(PermissionDenied):
        entry.enter(
            docket=docket,
            by=make.reviewer(),
            key=uuid.uuid4(),
            channel="paper",
            received_at=local(2025, 11, 20, 12),
            language="en",
            text="Dear board,",
        )
    assert not Comment.objects.exists()


def test_a_web_form_is_not_entered_by_staff(docket, clerk, day_after_the_close):
    with pytest.raises(ValueError, match="spoken"):
        entry.enter(
            docket=docket,
            by=clerk,
            key=uuid.uuid4(),
            channel="web",
            received_at=local(2025, 11, 20, 12),
            language="en",
            text="Dear board,",
        )
