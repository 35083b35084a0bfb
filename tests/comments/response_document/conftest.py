"""What tests of the response document share."""

import pytest
from django.contrib.auth.models import User

from comments.response_document import formats
from tests.comments import factories as make
from tests.comments.response_document import dockets, text_renderer


@pytest.fixture
def small_format(monkeypatch):
    """One format that is made at once; the real ones have tests of their own."""
    monkeypatch.setattr(formats, "RENDERERS", {"html": text_renderer.NAME})


@pytest.fixture
def docket(db):
    return make.docket()


@pytest.fixture
def pia(db) -> User:
    """Who may have a document made, and publish it."""
    return dockets.publisher()
