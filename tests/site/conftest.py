"""What tests of the shell may ask for."""

import pytest


@pytest.fixture
def demo_site(settings):
    """The site as with PLAZA_DEMO=1; passwords are hashed quickly."""
    settings.DEMO = True
    settings.ROOT_URLCONF = "tests.site.demo_urls"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
