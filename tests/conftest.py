"""What every test may ask for."""

import os

import pytest
from django.conf import settings
from django.core.files.storage import storages
from django.db import connection
from django.test import override_settings
from django.utils import translation
from hypothesis import settings as hypothesis_settings

from engagement import mail
from engagement.models import OutgoingMail
from tests import factories
from tests.mail_server import MailServer

# Playwright's event loop stays in the thread of whoever ran a browser test before; no test of
# ours is asynchronous, and Django would refuse them all the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# No deadline: a busy machine is not a failure. No database: nothing is left in the clone.
hypothesis_settings.register_profile("plaza", deadline=None, max_examples=50, database=None)
hypothesis_settings.load_profile("plaza")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    """Each worker's database is a copy of one that deploy.test has migrated, if it has."""
    if template := os.environ.get("TEST_TEMPLATE"):
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = template


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Before the database is dropped nobody else is in it.

    PostgreSQL notices late that a process which a test killed is gone.
    """
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(scope="session", autouse=True)
def _uploads_in_a_temporary_folder(tmp_path_factory):
    """No test reads or leaves a file in the clone's own data."""
    for name in ("default", "private"):
        storage = storages[name]
        storage.__dict__.pop("base_location", None)
        storage.__dict__.pop("location", None)
        storage._location = str(tmp_path_factory.mktemp(f"{name}_storage"))
    settings.RESPONSE_WORKSPACE = tmp_path_factory.mktemp("response_work")


@pytest.fixture(scope="session", autouse=True)
def _a_folder_of_static_files():
    """WhiteNoise warns when it is missing, as in a clone where nothing was built yet."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session", autouse=True)
def _passwords_are_hashed_fast():
    """A good hash takes a fifth of a second on purpose; tests sign in hundreds of times."""
    with override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"]):
        yield


@pytest.fixture(scope="session", autouse=True)
def _pages_are_made_anew():
    """Tests see each page as it is made; those of the page cache turn it on."""
    nowhere = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    with override_settings(CACHES=settings.CACHES | {"pages": nowhere, "file_pages": nowhere}):
        yield


@pytest.fixture(autouse=True)
def _each_test_starts_in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def initiative(db):
    """An initiative that is published."""
    return factories.initiative()


@pytest.fixture
def deliver_mail(mailoutbox):
    """A function that lets the worker send all that is queued; returns the messages sent."""

    def deliver():
        already = len(mailoutbox)
        for pk in OutgoingMail.objects.filter(sent_at=None).order_by("pk").values_list("pk"):
            mail.deliver(*pk)
        return mailoutbox[already:]

    return deliver


@pytest.fixture
def smtp(settings):
    """A real mail server on a port of its own; all mail of the test goes to it."""
    server = MailServer()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_TIMEOUT = 10
    yield server
    server.stop()
