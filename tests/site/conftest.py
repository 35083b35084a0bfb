"""What tests of the shell may ask for."""

import uuid

import pytest
from django.conf import settings as django_settings
from django.core.cache import caches

from plaza import content_version
from tests import factories
from tests.comments import factories as commenting

LOCAL_MEMORY = "django.core.cache.backends.locmem.LocMemCache"


@pytest.fixture
def demo_site(settings):
    """The site as with PLAZA_DEMO=1; passwords are hashed quickly."""
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.site.demo_urls"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def pages(settings):
    """The page cache of one process, empty."""
    name = f"pages-{uuid.uuid4()}"
    settings.CACHES = django_settings.CACHES | {
        "pages": {"BACKEND": LOCAL_MEMORY, "LOCATION": name}
    }
    content_version.watch_tables()
    return caches["pages"]


@pytest.fixture
def site():
    """One of everything a page lists."""
    initiative = factories.initiative()
    factories.document(initiative=initiative)
    factories.meeting(initiatives=[initiative])
    docket = commenting.docket(initiative=initiative)
    commenting.draft(docket=docket)
    return initiative
