"""The maintenance page: there when nothing else is."""

import re
import subprocess
import sys
import threading
import urllib.error
import urllib.request

import pytest

from deploy import maintenance
from deploy.places import ROOT


@pytest.fixture
def address():
    """Where the page is served."""
    server = maintenance.serve(0)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()
    thread.join()


def ask(url: str, **request):
    """The answer, whatever its status: status, headers, text."""
    try:
        with urllib.request.urlopen(urllib.request.Request(url, **request)) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.headers, error.read().decode()


@pytest.mark.parametrize("path", ["/", "/es/meetings/?page=2", "/admin/", "/files/x.pdf"])
def test_every_address_answers_503_with_the_page_in_both_languages(address, path):
    status, headers, page = ask(address + path)
    assert status == 503
    assert headers["Retry-After"] == "600"
    assert headers["Cache-Control"] == "no-store"
    assert '<html lang="en">' in page
    assert '<section lang="es"' in page


def test_a_form_that_is_sent_is_answered_too(address):
    assert ask(f"{address}/en/dockets/1/comment/", data=b"text=Hello", method="POST")[0] == 503


def test_the_page_needs_its_own_style_sheet_and_nothing_else(address):
    page = ask(address)[2]
    assert re.findall(r'(?:src|href)="([^"]+)"', page) == ["/maintenance.css"]
    assert not re.search(r"<(style|script)|\sstyle=", page)
    status, headers, style = ask(f"{address}/maintenance.css")
    assert (status, headers["Content-Type"]) == (200, "text/css; charset=utf-8")
    assert "url(" not in style


def test_the_server_needs_no_installed_package():
    code = "import sys; import deploy.maintenance; print('django' in sys.modules)"
    command = [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, '.'); {code}"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
