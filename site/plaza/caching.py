"""Public pages are made once, and sent to everybody until something they show changes.

An answer is kept with the content version at which it was made (plaza.content_version) and the
moment until which it holds (plaza.moments). Each hit asks the database for the version, so that a
change is seen at the next request, whichever process answers it. What is kept belongs to nobody:
only views named here, only requests without a session, and only answers that set no cookie and
looked at none.
"""

import gzip
import hashlib
import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import caches
from django.http import HttpResponse
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import parse_http_date_safe

from plaza import content_version
from plaza.moments import Validity, validity

# The same for every reader. Not here: pages behind a token, forms, answers to forms, search,
# the demo's mail, the admin.
PUBLIC_VIEWS = frozenset(
    {
        "wagtail_serve",
        "engagement:document",
        "meetings:meetings",
        "meetings:meeting",
        "meetings:meeting_ics",
        "meetings:feed",
        "meetings:atom",
        "meetings:subscribe",
        "comments:draft",
        "comments:draft_changes",
        "comments:docket",
        "comments:docket_feed",
        "comments:comment",
        "comments:responses",
        "comments:response_topics",
        "comments:response_commenters",
        "comments:master_response",
        "comments:point",
    }
)
_PERSONAL = re.compile(r"\b(?:private|no-store|no-cache)\b")
_ACCEPTS_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))")
# Made anew for each answer, or belonging to one coding of the body.
_NOT_KEPT = frozenset({"content-length", "content-encoding", "date", "etag"})


class PageCache:
    """Answers GET and HEAD of public pages from memory where it can.

    It stands outside whatever adds headers for a page, so that these are kept with it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not _may_share(request):
            return self.get_response(request)
        key = _key(request)
        page = caches["pages"].get(key)
        if page and page.is_fresh(version=content_version.current(), now=timezone.now()):
            return page.answer(request)
        response = self.get_response(request)
        made = getattr(request, "_page_made", None)
        if made is None or not _is_public(response):
            return response
        page = Page.of(response, made)
        caches["pages"].set(key, page)
        return page.answer(request)

    def process_view(self, request, view, args, kwargs):
        """Note what the answer will hold for, before the view reads anything."""
        if _may_share(request) and request.resolver_match.view_name in PUBLIC_VIEWS:
            request._page_made = validity(timezone.now())


@dataclass(frozen=True)
class Page:
    """An answer as it is kept: plain, and compressed for those who can read it so."""

    validity: Validity
    headers: tuple[tuple[str, str], ...]
    etag: str
    zipped_etag: str
    body: bytes
    zipped: bytes

    @classmethod
    def of(cls, response: HttpResponse, validity: Validity) -> "Page":
        headers = tuple(
            (name, value) for name, value in response.items() if name.lower() not in _NOT_KEPT
        )
        etag = response.get("ETag")
        if etag is None:
            # Weak (RFC 9110 §8.8.1): one name for the plain and the compressed body.
            etag = zipped_etag = f'W/"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        else:
            # A view that gave it a strong name, and a strong name is of one body only.
            zipped_etag = etag if etag.startswith("W/") else f'{etag[:-1]}-gzip"'
        # Compression gives away nothing (BREACH): the body holds no secret of anybody.
        zipped = gzip.compress(response.content, compresslevel=6, mtime=0)
        return cls(validity, headers, etag, zipped_etag, response.content, zipped)

    def is_fresh(self, *, version: int, now: datetime) -> bool:
        return self.validity.version == version and now < self.validity.until

    def answer(self, request) -> HttpResponse:
        """The whole answer, its head alone for HEAD, or 304 to whoever has it already."""
        zip_it = bool(_ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", "")))
        body = self.zipped if zip_it else self.body
        etag = self.zipped_etag if zip_it else self.etag
        response = HttpResponse(b"" if request.method == "HEAD" else body)
        for name, value in self.headers:
            response.headers[name] = value
        if zip_it:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Content-Length"] = str(len(body))
        response.headers["ETag"] = etag
        if "Cache-Control" not in response.headers:
            response.headers["Cache-Control"] = self._cache_control()
        patch_vary_headers(response, ["Accept-Encoding"])
        modified = parse_http_date_safe(response.headers.get("Last-Modified", ""))
        return get_conditional_response(
            request, etag=etag, last_modified=modified, response=response
        )

    def _cache_control(self) -> str:
        """Browsers ask each time; a CDN may keep it as long as settings.CDN_SECONDS and it hold."""
        left = int((self.validity.until - timezone.now()).total_seconds())
        shared = max(0, min(settings.CDN_SECONDS, left))
        return f"public, max-age=0, s-maxage={shared}, must-revalidate"


def _may_share(request) -> bool:
    """Whether nothing in the request says who asks, and it is no preview of an editor."""
    return (
        request.method in {"GET", "HEAD"}
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "HTTP_AUTHORIZATION" not in request.META
        and not getattr(request, "is_dummy", False)
    )


def _is_public(response) -> bool:
    """Whether an answer is the same for everyone: it set no cookie, and asked for none."""
    vary = {name.strip().lower() for name in response.get("Vary", "").split(",") if name.strip()}
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and vary <= {"accept-encoding"}
        and "Content-Encoding" not in response.headers
        and not _PERSONAL.search(response.get("Cache-Control", ""))
        and "'nonce-" not in response.get("Content-Security-Policy", "")
    )


def _key(request) -> str:
    # The address names the language. The whole query: pages link to themselves in the other one.
    address = f"{request.get_host()}{request.get_full_path()}"
    return hashlib.sha256(address.encode()).hexdigest()
