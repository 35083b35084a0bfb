"""One example of every kind of public page, from what is in the database, in each language.

Screenshots, accessibility checks and benchmarks go through this list.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone, translation

from comments import intake, response_reading
from comments.models import Comment, Docket, Draft, Response, ResponsePublication
from engagement.models import (
    Document,
    InitiativeIndexPage,
    InitiativePage,
    StandardPage,
    Subscription,
)
from engagement.subscriptions import make_token
from meetings import registration
from meetings.models import Meeting, Registration
from plaza.models import HomePage

_WORDS = {"en": "trucks", "es": "camiones"}


@dataclass(frozen=True)
class PublicPage:
    """A page to look at: a name for files and reports, its path, how it answers."""

    name: str
    path: str
    language: str
    status: int = 200


def public_pages() -> list[PublicPage]:
    """Every kind of public page of which the database holds an example."""
    pages = []
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            pages += [
                PublicPage(f"{name}-{language}", path, language, 404 if name == "404" else 200)
                for name, path in _paths(language).items()
            ]
    return pages


def _paths(language: str) -> dict[str, str]:
    return {
        **_pages(),
        **_engagement(),
        **_meetings(),
        **_comments(),
        "search": reverse("search") + "?" + urlencode({"q": _WORDS[language]}),
        "404": reverse("wagtail_serve", args=["no-such-page/"]),
    }


def _pages() -> dict[str, str]:
    models = {
        "home": HomePage,
        "initiatives": InitiativeIndexPage,
        "initiative": InitiativePage,
    }
    found = {name: model.objects.live().first() for name, model in models.items()}
    found |= {page.slug: page for page in StandardPage.objects.in_footer()}
    return {name: page.get_url() for name, page in found.items() if page}


def _engagement() -> dict[str, str]:
    paths = {}
    if document := Document.objects.published().first():
        paths["document"] = document.get_absolute_url()
    if initiative := InitiativePage.objects.live().first():
        paths["subscribe"] = reverse("engagement:subscribe", args=[initiative.pk])
        paths["subscribe-requested"] = reverse(
            "engagement:subscription_requested", args=[initiative.pk]
        )
    if subscription := Subscription.objects.order_by("pk").first():
        token = make_token(subscription)
        paths["subscription-confirm"] = reverse("engagement:confirm_subscription", args=[token])
        paths["subscription-end"] = reverse("engagement:end_subscription", args=[token])
    return paths


def _meetings() -> dict[str, str]:
    paths = {
        "meetings": reverse("meetings:meetings"),
        "subscribe-calendar": reverse("meetings:subscribe"),
    }
    published = Meeting.objects.published()
    if past := published.past().filter(materials__isnull=False).first():
        paths["meeting-past"] = past.get_absolute_url()
    upcoming = published.upcoming().filter(takes_registration=True, starts_at__gt=timezone.now())
    if meeting := upcoming.first():
        paths["meeting"] = meeting.get_absolute_url()
        paths["register"] = reverse("meetings:register", args=[meeting.pk])
        paths["registered"] = reverse("meetings:registered", args=[meeting.pk])
    if registrant := Registration.objects.confirmed().order_by("pk").first():
        token = registration.make_token(registrant)
        paths["registration"] = reverse("meetings:registration", args=[token])
        if registration.can_change(registrant):
            paths["registration-answers"] = reverse("meetings:registration_answers", args=[token])
    return paths


def _comments() -> dict[str, str]:
    paths = {}
    if draft := Draft.objects.published().first():
        paths["draft"] = draft.get_absolute_url()
    if version := Draft.objects.published().filter(number__gt=1).first():
        paths["draft-changes"] = version.changes_url
    if docket := Docket.objects.open().first():
        paths["docket"] = docket.get_absolute_url()
        paths["comment-form"] = docket.comment_url
    closed = Docket.objects.published().filter(closes_at__lte=timezone.now())
    if over := closed.first():
        paths["docket-closed"] = over.get_absolute_url()
        paths["comment-form-closed"] = over.comment_url
    posted = Comment.objects.posted().filter(docket__in=Docket.objects.published())
    with_file = posted.filter(attachments__isnull=False).select_related("docket").first()
    if comment := with_file or posted.select_related("docket").first():
        paths["comment"] = comment.get_absolute_url()
        paths["receipt"] = reverse("comments:receipt", args=[intake.make_token(comment)])
    return paths | _responses()


def _responses() -> dict[str, str]:
    """Of a docket whose responses are published, if there is one."""
    publication = ResponsePublication.objects.select_related("docket").first()
    if publication is None:
        return {}
    docket = publication.docket
    paths = {
        "responses": docket.responses_url,
        "response-topics": reverse("comments:response_topics", args=[docket.number]),
        "response-commenters": reverse("comments:response_commenters", args=[docket.number]),
    }
    if master := Response.objects.published_masters().filter(docket=docket).first():
        paths["master-response"] = master.get_absolute_url()
    points = response_reading.public_points(docket).filter(comment__state=Comment.State.POSTED)
    if point := points.select_related("comment__docket").first():
        paths["point"] = point.get_absolute_url()
        paths["comment-answered"] = point.comment.get_absolute_url()
    return paths
