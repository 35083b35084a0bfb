"""Who the agency is: its colors can be read, its alert comes and goes by the clock."""

import io

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.images import ImageFile
from django.utils import translation
from PIL import Image as Picture
from wagtail.images.models import Image

from engagement import colors
from engagement.contacts import SocialBlock
from engagement.models import AgencySettings
from tests.factories import home_page, local

ALERT = {
    "alert_text_en": "Smoke from a fire. Stay inside.",
    "alert_text_es": "Humo por un incendio. Quédese adentro.",
    "alert_starts_at": local(2026, 8, 1, 8, 0),
    "alert_ends_at": local(2026, 8, 2, 20, 0),
}
PHONE = {"label_en": "Main office", "label_es": "Oficina principal", "number": "909-396-2000"}


def agency(**fields) -> AgencySettings:
    """The agency's settings with these values; not saved."""
    settings = AgencySettings.load()
    for name, value in fields.items():
        setattr(settings, name, value)
    return settings


@pytest.fixture
def site(db):
    home_page()


# Colors


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("#000000", "#ffffff", 21),
        ("#ffffff", "#ffffff", 1),
        # https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio; the greys around the limit.
        ("#767676", "#ffffff", 4.54),
        ("#777777", "#ffffff", 4.48),
    ],
)
def test_contrast_is_as_wcag_defines_it(one, other, expected):
    assert colors.contrast(one, other) == pytest.approx(expected, abs=0.01)
    assert colors.contrast(other, one) == colors.contrast(one, other)


@pytest.mark.parametrize("color", ["#162e51", "#005EA2", "#8b0a03"])
def test_a_color_in_which_text_can_be_read_is_accepted(color):
    colors.check_color(color)


@pytest.mark.parametrize("color", ["#767676", "#ffff00", "#2491ff", "red", "#12345", "#1234567"])
def test_a_color_too_pale_for_text_or_no_color_is_refused(color):
    with pytest.raises(ValidationError):
        colors.check_color(color)


def test_the_message_says_how_much_is_missing_in_the_readers_language():
    with pytest.raises(ValidationError) as refused:
        colors.check_color("#2491ff")
    assert "2.5 to 1" in refused.value.messages[0]
    assert "4.5 to 1" in refused.value.messages[0]
    with translation.override("es"):
        assert "4.5 a 1" in refused.value.messages[0]


def test_an_agency_without_colors_of_its_own_asks_for_no_style_sheet(client, site):
    assert "theme.css" not in client.get("/en/").text


def test_own_colors_come_by_a_style_sheet_whose_address_changes_with_them(client, site):
    agency(primary_color="#4A0D67", accent_color="#7B1FA2").save()
    version = AgencySettings.load().theme_version
    address = f"/theme.css?v={version}"
    page = client.get("/en/")
    assert f'href="{address}"' in page.text
    assert "unsafe-inline" not in page.headers["Content-Security-Policy"]
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/css"
    assert "--agency-primary:#4a0d67;--agency-accent:#7b1fa2;" in answer.text
    assert "max-age=31536000" in answer.headers["Cache-Control"]
    agency(primary_color="#162e51").save()
    assert AgencySettings.load().theme_version != version
    assert "max-age=60" in client.get(address).headers["Cache-Control"]


# Alert


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (local(2026, 8, 1, 7, 59), False),
        (local(2026, 8, 1, 8, 0), True),
        (local(2026, 8, 2, 19, 59), True),
        (local(2026, 8, 2, 20, 0), False),
    ],
)
@pytest.mark.parametrize("path", ["/{}/", "/{}/meetings/", "/{}/no-such-page/"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_an_alert_stands_on_every_page_between_its_two_times(
    client, site, moment, shown, path, language
):
    alert = agency(**ALERT, alert_level="emergency")
    alert.full_clean()
    alert.save()
    with time_machine.travel(moment, tick=False):
        page = client.get(path.format(language)).text
    assert (ALERT[f"alert_text_{language}"] in page) is shown
    assert ("usa-alert--emergency" in page) is shown


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"alert_text_es": ""}, "alert_text_es"),
        ({"alert_text_en": ""}, "alert_text_en"),
        ({"alert_starts_at": None}, "alert_starts_at"),
        ({"alert_ends_at": None}, "alert_ends_at"),
        ({"alert_ends_at": local(2026, 7, 1, 8, 0)}, "alert_ends_at"),
        ({"alert_link_text_en": "Details"}, "alert_link_url_en"),
        ({"alert_link_url_en": "http://agency.example"}, "alert_link_url_en"),
        ({"alert_link_url_en": "//elsewhere.example/"}, "alert_link_url_en"),
        ({"alert_link_url_en": "javascript:alert(1)"}, "alert_link_url_en"),
    ],
)
def test_an_alert_that_would_not_reach_everybody_is_refused_beside_its_field(site, change, field):
    with pytest.raises(ValidationError) as refused:
        agency(**ALERT | change).full_clean()
    assert field in refused.value.error_dict


def test_an_alert_can_lead_to_a_page_of_this_site_or_to_another(client, site):
    links = {
        "alert_link_text_en": "Air today",
        "alert_link_text_es": "Aire hoy",
        "alert_link_url_en": "https://air.example.gov/",
        "alert_link_url_es": "/es/meetings/",
    }
    alert = agency(**ALERT, **links)
    alert.full_clean()
    alert.save()
    with time_machine.travel(local(2026, 8, 1, 9, 0), tick=False):
        assert 'href="/es/meetings/">Aire hoy' in client.get("/es/").text


# Logo, telephones, social networks, footer


def test_a_logo_needs_its_description_in_both_languages_and_comes_with_its_size(client, site):
    content = io.BytesIO()
    Picture.new("RGB", (300, 300), "#162e51").save(content, "PNG")
    logo = Image.objects.create(title="seal", file=ImageFile(content, name="seal.png"))
    with pytest.raises(ValidationError) as refused:
        agency(logo=logo, logo_alt_en="Seal").full_clean()
    assert list(refused.value.error_dict) == ["logo_alt_es"]
    agency(logo=logo, logo_alt_en="Our seal", logo_alt_es="Nuestro sello").save()
    page = client.get("/es/").text
    assert 'alt="Nuestro sello"' in page
    assert 'width="96"' in page
    assert 'height="96"' in page


def test_each_telephone_has_its_label_in_the_readers_language(client, site):
    smoke = {"label_en": "Report smoke", "label_es": "Denunciar humo", "number": "800-288-7664"}
    settings = agency(phones=[("phone", PHONE), ("phone", smoke)])
    settings.full_clean()
    settings.save()
    assert AgencySettings.load().phone == "909-396-2000"
    page = client.get("/es/").text
    assert "Denunciar humo: " in page
    assert 'href="tel:8002887664"' in page
    assert "Report smoke: " in client.get("/en/").text


@pytest.mark.parametrize(
    ("network", "url", "accepted"),
    [
        ("facebook", "https://www.facebook.com/agency", True),
        ("x", "https://x.com/agency", True),
        ("facebook", "http://www.facebook.com/agency", False),
        ("facebook", "https://x.com/agency", False),
        ("facebook", "https://notfacebook.com/agency", False),
    ],
)
def test_a_link_to_a_social_network_leads_there_over_https(client, site, network, url, accepted):
    block = SocialBlock()
    value = block.to_python({"network": network, "url": url})
    if not accepted:
        with pytest.raises(ValidationError):
            block.clean(value)
        return
    agency(social_links=[("link", block.clean(value))]).save()
    assert f'href="{url}"' in client.get("/en/").text


def test_the_text_of_the_footer_is_marked_where_it_is_not_translated(client, site):
    agency(footer_text_en="Clean air for all.", footer_text_es="").save()
    assert '<p lang="en">Clean air for all.</p>' in client.get("/es/").text
