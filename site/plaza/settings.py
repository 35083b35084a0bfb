"""The one settings module. What differs between machines is read from the environment.

DATABASE_URL      PostgreSQL server (`make run` and `make test` set it to the embedded one)
SECRET_KEY        required unless DEBUG
PLAZA_BASE_URL    public address, e.g. https://plaza.agency.gov
PLAZA_DATA        folder of uploads and other files that must survive a deploy
PLAZA_TIME_ZONE   the agency's zone; times are stored in UTC and shown in this one
PLAZA_DEMO        1: mail goes to files and a page shows them
MEETING_REMINDER_HOURS  how long before a meeting registrants are reminded: 24,1
REGISTRANT_RETENTION_DAYS  how long after a meeting its registrants are kept: 90
CANCELLED_IN_FEED_DAYS  how long after its date a cancelled meeting stays in calendar feeds: 30
FEED_DAYS_BACK    how many days of past meetings calendar feeds hold: 365
MAP_URL           a map of {place}; where the addresses of meetings lead
CDN_SECONDS       how long a CDN may show a page that has changed since; 0: it asks each time
COMMENT_ATTACHMENT_MAX_BYTES  the largest file of a comment: 52428800
CLAMD_SOCKET      ClamAV's daemon: /run/clamav/clamd.ctl, or host:3310; empty: nothing is scanned
COMMENTS_PER_NETWORK  comments of one network within an hour before a person looks: 20
COMMENTS_PER_ADDRESS  the same for one e-mail address: 5
CAMPAIGN_MIN_MEMBERS  near-identical comments that make a campaign: 3
TRUSTED_PROXIES   how many proxies of ours add to X-Forwarded-For: 0
EMAIL_URL         smtp://user:password@host:port, when not the demo
SECURITY_CONTACT  mailto: or https: address for reports of a weakness; else the agency's e-mail
"""

from pathlib import Path
from urllib.parse import urlsplit

import environ
from csp.constants import NONE, SELF, UNSAFE_INLINE
from django.utils.translation import pgettext_lazy

env = environ.Env()

ROOT = Path(__file__).resolve().parent.parent.parent
SITE = ROOT / "site"
BUILD = ROOT / ".build"
DATA = Path(env("PLAZA_DATA", default=str(ROOT / ".plaza")))

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("PLAZA_DEMO", default=False)
SECRET_KEY = env("SECRET_KEY", default="not-secret: DEBUG only" if DEBUG else environ.Env.NOTSET)
BASE_URL = env("PLAZA_BASE_URL", default="http://localhost:8000").rstrip("/")
_base = urlsplit(BASE_URL)
HTTPS = _base.scheme == "https"
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[_base.hostname, "localhost", "127.0.0.1"])
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "plaza",
    "comments",
    "meetings",
    "engagement",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "modeltranslation",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "plaza.caching.PageCache",  # outside all that adds a header to a page
    "csp.middleware.CSPMiddleware",
    "plaza.middleware.AdminContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = env("PLAZA_URLCONF", default="plaza.urls")
WSGI_APPLICATION = "plaza.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SITE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.debug",
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "plaza.context_processors.shell",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

DATABASES = {"default": env.db("DATABASE_URL", default="postgres:///plaza")}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

# Public pages, kept by each process for itself (see plaza.caching): nothing to run, and the
# fastest of Django's caches. The least used go first.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 500},
    },
    # Pages of attached files as staff see them, for all web processes; as private as the files.
    "file_pages": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA / "private" / "file-pages",
        "TIMEOUT": 24 * 60 * 60,
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}
CDN_SECONDS = env.int("CDN_SECONDS", default=0)

# Languages. One page tree; django-modeltranslation keeps a column for each language.
LANGUAGE_CODE = "en"
LANGUAGES = [
    # Spanish writes them in lower case; where a name stands alone, templates use capfirst.
    ("en", pgettext_lazy("language, within a sentence", "English")),
    ("es", pgettext_lazy("language, within a sentence", "Spanish")),
]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["plaza.formats"]
MODELTRANSLATION_DEFAULT_LANGUAGE = "en"
MODELTRANSLATION_FALLBACK_LANGUAGES = ("en", "es")
MODELTRANSLATION_CUSTOM_FIELDS = ("StreamField", "RichTextField")

# Times are stored in UTC and shown, and deadlines computed, in the agency's zone.
USE_TZ = True
TIME_ZONE = env("PLAZA_TIME_ZONE", default="America/Los_Angeles")

STATIC_URL = "/static/"
STATIC_ROOT = BUILD / "static"
STATICFILES_DIRS = [BUILD / "theme"]
MEDIA_ROOT = DATA / "media"
MEDIA_URL = "/media/"
# Uploads have no address of their own: a view decides who may read each one.
PRIVATE_ROOT = DATA / "private"
# Where the worker puts response documents together; nothing in it needs a backup.
RESPONSE_WORKSPACE = DATA / "response-work"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "engagement.durable_storage.DurableStorage",
        "OPTIONS": {"location": PRIVATE_ROOT, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
# A text that is too long, such as 20 MB pasted into a field, is answered by its form, with all
# that was typed; what is larger still by a page that says so (plaza.views.bad_request).
DATA_UPLOAD_MAX_MEMORY_SIZE = 32 * 1024 * 1024
COMMENT_ATTACHMENT_MAX_BYTES = env.int("COMMENT_ATTACHMENT_MAX_BYTES", default=50 * 1024 * 1024)
# How finely a page of a PDF is drawn in which something was blacked out.
REDACTED_PAGES_DPI = env.int("REDACTED_PAGES_DPI", default=200)
# Attachments are scanned by it, and leave for nobody before they were found clean.
CLAMD_SOCKET = env("CLAMD_SOCKET", default="")
# More comments than these within an hour, of one network or one e-mail address, and a person
# looks whether they are automated. None is refused, and none waits.
COMMENTS_PER_NETWORK = env.int("COMMENTS_PER_NETWORK", default=20)
COMMENTS_PER_ADDRESS = env.int("COMMENTS_PER_ADDRESS", default=5)
# How many near-identical comments make a campaign (comments.campaigns).
CAMPAIGN_MIN_MEMBERS = env.int("CAMPAIGN_MIN_MEMBERS", default=3)
# Each adds the address it heard from at the end of X-Forwarded-For; before these stands what
# anybody may have written. 0: the header is not read at all (see comments.networks).
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="Plaza <plaza@localhost>")
MAIL_FOLDER = DATA / "mail"
if DEMO:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = MAIL_FOLDER
else:
    _email = env.email_url("EMAIL_URL", default="smtp://localhost:25")
    EMAIL_BACKEND = _email["EMAIL_BACKEND"]
    EMAIL_HOST = _email["EMAIL_HOST"]
    EMAIL_PORT = _email["EMAIL_PORT"]
    EMAIL_HOST_USER = _email["EMAIL_HOST_USER"] or ""
    EMAIL_HOST_PASSWORD = _email["EMAIL_HOST_PASSWORD"] or ""
    EMAIL_USE_TLS = _email.get("EMAIL_USE_TLS", False)
    EMAIL_USE_SSL = _email.get("EMAIL_USE_SSL", False)
    EMAIL_TIMEOUT = 30

# How many hours before a meeting its registrants are reminded.
MEETING_REMINDER_HOURS = env.list("MEETING_REMINDER_HOURS", cast=int, default=[24, 1])
# Google's documented address opens the reader's own map program, with directions by bus:
# https://developers.google.com/maps/documentation/urls/get-started
MAP_URL = env("MAP_URL", default="https://www.google.com/maps/search/?api=1&query={place}")
# How many days after a meeting its registrants' personal data is deleted.
REGISTRANT_RETENTION_DAYS = env.int("REGISTRANT_RETENTION_DAYS", default=90)
# How many days after its date a cancelled meeting stays in calendar feeds, as cancelled, for
# calendars that were not looked at for a while; and how many days of past meetings feeds hold.
CANCELLED_IN_FEED_DAYS = env.int("CANCELLED_IN_FEED_DAYS", default=30)
FEED_DAYS_BACK = env.int("FEED_DAYS_BACK", default=365)

WAGTAIL_SITE_NAME = "Plaza"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAIL_I18N_ENABLED = False
WAGTAILDOCS_DOCUMENT_MODEL = "engagement.LibraryFile"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "engagement.forms.LibraryFileForm"
# Nobody's e-mail address is sent to gravatar.com, and no version check leaves the machine.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English"), ("es", "Español")]
TAGGIT_CASE_INSENSITIVE = True
# What each app adds to an initiative's page (see engagement.parts).
INITIATIVE_PARTS = ["meetings.parts.initiative_part", "comments.parts.initiative_part"]

# Who says, of a waiting message whose key begins with this word, whether it should still go out;
# see engagement.mail.
MAIL_STILL_WANTED = {
    "reminder": "meetings.reminders.still_due",
    "materials": "meetings.follow_up.still_due",
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"

# Security headers. The public pages need no inline script or style; Wagtail's admin
# still does (see plaza.middleware).
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [SELF],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
    }
}
CONTENT_SECURITY_POLICY_ADMIN = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
}
# Named in /.well-known/security.txt.
SECURITY_CONTACT = env("SECURITY_CONTACT", default="")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "SAMEORIGIN"  # Wagtail shows its preview in a frame of our own origin.
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# Set by plaza.language alone, when a reader chooses a language; kept for a year.
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 365 * 24 * 60 * 60
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = HTTPS
if HTTPS:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000

SILENCED_SYSTEM_CHECKS = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
