"""A document gets new versions; the older ones stay where they are and say what followed."""

import pytest
from django.urls import reverse
from wagtail.rich_text import RichText

from comments import versions
from comments.models import Draft
from engagement import search
from tests.comments import factories as make
from tests.parallel import in_parallel

pytestmark = pytest.mark.django_db

CONFIRM = "new_draft_version"


@pytest.fixture
def first():
    return make.draft(docket=make.docket(), released_on="2026-03-02")


def released(draft, **fields):
    """The next version, published."""
    begun = versions.new_version(draft=draft, by=None)
    for name, value in {"released_on": "2026-06-01", **fields}.items():
        setattr(begun, name, value)
    begun.live = True
    begun.save()
    return begun


def test_a_new_version_starts_with_the_text_of_the_one_before_and_the_public_sees_nothing(first):
    begun = versions.new_version(draft=first, by=make.user("ana"))
    assert (begun.number, begun.lineage, begun.live) == (2, first.lineage, False)
    assert begun.headline_es == first.headline_es
    assert list(Draft.objects.published()) == [first]
    sections = list(begun.sections.all())
    assert [one.anchor for one in sections] == [one.anchor for one in first.sections.all()]
    assert [one.heading_es for one in sections] == ["Purpose (es)", "Schedule (es)"]
    assert "About purpose" in str(sections[0].body_en)
    assert begun.get_latest_revision().as_object().sections.count() == 2


def test_the_comment_period_and_the_files_stay_with_the_version_they_were_on(first):
    begun = versions.new_version(draft=first, by=None)
    assert begun.docket is None
    assert not begun.files.exists()
    assert first.docket.drafts.get() == first


def test_only_one_next_version_is_begun(first):
    begun = versions.new_version(draft=first, by=None)
    with pytest.raises(versions.AlreadyBegun) as refused:
        versions.new_version(draft=first, by=None)
    assert refused.value.successor == begun
    with pytest.raises(versions.NotReleased):
        versions.new_version(draft=begun, by=None)


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_begin_one_version():
    draft = make.draft(docket=make.docket())
    results = in_parallel(lambda by: versions.new_version(draft=draft, by=by), [None, None])
    assert {type(result) for result in results} == {Draft, versions.AlreadyBegun}
    assert Draft.objects.count() == 2


def test_an_older_version_says_by_which_it_was_superseded_and_leads_to_the_same_section(
    client, first
):
    second = released(first, what_changed_en="The schedule is gone.")
    second.sections.all()[1].delete()
    page = client.get(first.get_absolute_url()).text
    purpose, schedule = first.sections.all()
    assert "superseded" in page
    assert f'href="{second.get_absolute_url()}"' in page
    assert f'href="{second.get_absolute_url()}#{purpose.anchor}"' in page
    assert f'href="{second.get_absolute_url()}#{schedule.anchor}"' not in page
    assert "About schedule" in page
    assert '<meta name="robots" content="noindex' in page


def test_the_latest_version_lists_all_with_their_dates_and_what_changed(client, first):
    second = released(first, what_changed_en="The schedule is shorter.")
    page = client.get(second.get_absolute_url()).text
    assert "superseded" not in page
    assert "noindex" not in page
    assert "The schedule is shorter." in page
    assert f'href="{first.get_absolute_url()}"' in page
    assert "March 2, 2026" in page


def test_a_version_that_is_not_published_is_named_nowhere(client, first):
    begun = versions.new_version(draft=first, by=None)
    page = client.get(first.get_absolute_url()).text
    assert "superseded" not in page
    assert begun.get_absolute_url() not in page
    assert client.get(begun.get_absolute_url()).status_code == 404


def test_the_initiative_shows_the_latest_version_with_a_link_to_the_older_one(client, first):
    second = released(first)
    page = client.get(first.initiative.get_url()).text.partition("<h3>Drafts</h3>")[2]
    assert page.index(second.get_absolute_url()) < page.index(first.get_absolute_url())
    assert page.count(f'href="{second.get_absolute_url()}"') == 1


def test_the_docket_keeps_the_version_it_was_about_and_says_what_followed(client, first):
    second = released(first)
    page = client.get(first.docket.get_absolute_url()).text
    assert f'href="{first.get_absolute_url()}"' in page
    assert f'href="{second.get_absolute_url()}"' in page


def test_search_and_the_sitemap_hold_the_latest_version_only(client, first):
    second = released(first)
    search.rebuild()
    found = client.get("/en/search/", {"q": "draft measures"}).text
    assert second.get_absolute_url() in found
    assert first.get_absolute_url() not in found
    sitemap = client.get("/sitemap-drafts.xml").text
    assert second.get_absolute_url() in sitemap
    assert first.get_absolute_url() not in sitemap


def test_staff_begin_the_next_version_from_the_list(client, first):
    client.force_login(make.user("ana", "comments.add_draft", "comments.change_draft"))
    listing = client.get(reverse("wagtailsnippets_comments_draft:list")).text
    url = reverse(CONFIRM, args=[first.pk])
    assert url in listing
    assert client.get(url).status_code == 200
    assert Draft.objects.count() == 1
    response = client.post(url)
    begun = Draft.objects.get(number=2)
    edit = reverse("wagtailsnippets_comments_draft:edit", args=[begun.pk])
    assert response["Location"] == edit
    assert client.post(url)["Location"] == edit
    assert Draft.objects.count() == 2


def test_an_outsider_cannot_begin_a_version(client, first):
    url = reverse(CONFIRM, args=[first.pk])
    assert client.post(url).status_code == 302
    client.force_login(make.user("clerk", "meetings.change_meeting"))
    assert client.post(url).status_code in {302, 403}
    client.force_login(make.user("reader", "comments.view_draft"))
    assert client.post(url).status_code in {302, 403}
    assert Draft.objects.count() == 1


def test_the_page_of_a_draft_takes_the_same_queries_however_long_it_is(
    client, first, django_assert_max_num_queries
):
    released(first)
    short = make.draft(docket=first.docket, sections=[f"Part {n}" for n in range(60)])
    released(short)
    text = RichText("<p>Words.</p>" * 20)
    for section in short.sections.all():
        section.body_en = [("text", text)]
        section.save()
    client.get(first.get_absolute_url())
    with django_assert_max_num_queries(20) as few:
        client.get(first.get_absolute_url() + "?a")
    with django_assert_max_num_queries(len(few)):
        client.get(short.get_absolute_url() + "?a")
