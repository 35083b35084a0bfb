"""A demo site of its own, as `make run` starts it, and Chromium to visit it with."""

import os
import subprocess
from contextlib import closing
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from psycopg import sql

from deploy import browser
from deploy.demo import Demo, free_port
from deploy.places import PYTHON, ROOT

LANGUAGES = ("en", "es")


def pytest_collection_modifyitems(items):
    """One worker runs all of these: one demo site serves them all."""
    for item in items:
        if "demo_site" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def demo_site(tmp_path_factory):
    """The demo site with its worker and jobs: database, web server and mail are the real ones."""
    database = settings.DATABASES["default"]
    name = f"demo_{os.getpid()}"
    url = os.environ["DATABASE_URL"]
    template = sql.Identifier(os.environ.get("TEST_TEMPLATE", "template1"))
    create = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), template)
    _administer(url, create)
    # On a path that pytest's parallel workers do not share.
    demo = Demo(tmp_path_factory.mktemp("demo"), free_port())
    before = dict(os.environ)
    os.environ["DATABASE_URL"] = _named(url, name)
    os.environ["PLAZA_URLCONF"] = "tests.browser.urls"  # the site and pages that fail
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    try:
        with demo.running():
            # Its processes have what they need; tests after the browser's have their own again.
            _restore(before)
            yield demo
    finally:
        _restore(before)
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        _administer(url, drop.format(sql.Identifier(name)))
        assert database["NAME"] != name


@pytest.fixture(scope="session")
def base_url(demo_site):
    return demo_site.base_url


@pytest.fixture(scope="session")
def paths(demo_site):
    """Path of each kind of public page in each language, by name, such as home-en."""
    listing = subprocess.run(
        [PYTHON, "site/manage.py", "public_pages"],
        env=demo_site.environment,
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return dict(line.split("\t")[:2] for line in listing.splitlines())


@pytest.fixture(scope="session")
def browser_type_launch_args():
    return browser.launch_options()


def _restore(environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)


def _named(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


def _administer(url: str, statement: sql.Composable) -> None:
    with closing(psycopg.connect(_named(url, "postgres"), autocommit=True)) as connection:
        connection.execute(statement)
