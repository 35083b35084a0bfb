"""Addresses. Everything a resident reads is below /en/ or /es/; files have no language."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib.sitemaps import views as sitemap_views
from django.urls import include, path, re_path
from django.views.static import serve as serve_static
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from engagement import views as engagement_views
from plaza import addresses, components, language, pages, qr, theme, views, well_known
from plaza.sitemaps import SITEMAPS

handler400 = "plaza.views.bad_request"

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("theme.css", theme.stylesheet, name="theme_css"),
    path(
        "files/",
        include(
            (
                [path("<uuid:token>/<str:filename>", engagement_views.file, name="file")],
                "files",
            )
        ),
    ),
    path("print.css", addresses.print_css, name="print_css"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/security.txt", well_known.security, name="security"),
    path("favicon.ico", well_known.favicon),
    path("sitemap.xml", sitemap_views.index, {"sitemaps": SITEMAPS}, name="sitemap"),
    path(
        "sitemap-<section>.xml",
        sitemap_views.sitemap,
        {"sitemaps": SITEMAPS},
        name="django.contrib.sitemaps.views.sitemap",
    ),
    path("language/", language.choose, name="choose_language"),
    path("language/<str:code>/", language.choose),
    path("language/<str:code>/<path:path>", language.choose),
    # Resized pictures only: Willow made them, no upload is served as it came.
    re_path(r"^media/(?P<path>images/.+)$", serve_static, {"document_root": settings.MEDIA_ROOT}),
]

if settings.DEMO:
    urlpatterns += i18n_patterns(
        path("demo/mail/", views.demo_mail, name="demo_mail"),
        path("demo/mail/<str:name>/", views.demo_mail_message, name="demo_mail_message"),
    )

urlpatterns += i18n_patterns(
    path("qr/<path:path>.svg", qr.picture, name="qr"),
    path("components/", components.components, name="components"),
    path("search/", views.search, name="search"),
    path("meetings/", include("meetings.urls")),
    path("", include("engagement.urls")),
    path("", include("comments.urls")),
    # Wagtail's own address for pages, served with fewer queries; the rest of it follows.
    re_path(wagtail_urls.serve_pattern, pages.serve, name="wagtail_serve"),
    path("", include(wagtail_urls)),
)
