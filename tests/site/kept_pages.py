"""Asking for pages that the cache may have."""

from django.db import connection
from django.test.utils import CaptureQueriesContext


def both(path: str) -> list[str]:
    """The same address in each language."""
    return [path, path.replace("/en/", "/es/", 1)]


def text(client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def is_kept(client, address: str) -> bool:
    """Whether the next answer comes from the cache: it then asks for the version alone."""
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked) == 1
