"""The embedded PostgreSQL: who gets in, what is kept, and that it never outlives us."""

import os
import pwd
import signal
import subprocess
import sys
import textwrap
import time
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest

from deploy import places
from deploy.database import LONGEST_SOCKET, Elsewhere, Embedded, serve
from deploy.places import ROOT
from deploy.progress import Failure


@pytest.fixture(scope="module")
def folder():
    """A data folder with a database in it, which the tests start and stop in turn."""
    with places.throwaway("deploy-test") as path:
        server = Embedded(path, throwaway=True)
        server.start()
        server.stop()
        yield path


@pytest.fixture
def server(folder):
    server = Embedded(folder, throwaway=True)
    server.start()
    yield server
    server.stop()


def ask(server, query):
    with psycopg.connect(server.url) as connection:
        return connection.execute(query).fetchone()[0]


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def gone(pid, within=20):
    deadline = time.monotonic() + within
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.02)
    return not is_alive(pid)


def test_it_answers_through_its_socket_alone(server):
    assert ask(server, "SHOW listen_addresses") == ""
    assert ask(server, "SHOW server_encoding") == "UTF8"


def test_full_text_search_knows_spanish_letters_and_punctuation(server):
    assert (
        ask(server, "SELECT to_tsvector('spanish', '¿Cómo están los niños?')") == "'com':1 'niñ':4"
    )


def test_no_other_account_gets_in(server):
    [socket] = parse_qs(urlsplit(server.url).query)["host"]
    assert os.stat(socket).st_mode & 0o777 == 0o700
    if os.geteuid() != 0:
        return  # only root can try as somebody else
    code = "import sys\ntry: psycopg.connect(sys.argv[1])\nexcept psycopg.Error as e: print(e)"
    for name, answer in (("daemon", "Permission denied"), ("nobody", "authentication failed")):
        account = pwd.getpwnam(name)
        # After the import, which needs to read what only we may.
        become = f"import os, psycopg; os.setgroups([]); os.setgid({account.pw_gid}); "
        become += f"os.setuid({account.pw_uid})\n"
        command = [sys.executable, "-c", become + code, server.url]
        result = subprocess.run(command, capture_output=True, text=True, check=True, cwd="/")
        assert answer in result.stdout, name


def test_what_was_written_is_there_after_a_restart(folder):
    server = Embedded(folder)
    server.start()
    pid = server.process.pid
    with psycopg.connect(server.url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS number")
    server.stop()
    assert gone(pid)
    again = Embedded(folder)
    again.start()
    try:
        assert ask(again, "SELECT number FROM kept") == 42
    finally:
        again.stop()


def test_it_ends_when_whoever_started_it_is_killed(folder):
    code = f"""
        import sys, time
        from pathlib import Path
        from deploy.database import Embedded
        server = Embedded(Path({str(folder)!r}))
        server.start()
        print(server.process.pid, flush=True)
        time.sleep(600)
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as parent:
        pid = next(int(line) for line in parent.stdout if line.strip().isdigit())
        assert is_alive(pid)
        parent.kill()
    assert gone(pid)


def test_it_starts_after_it_was_killed_and_its_number_is_somebody_elses(folder):
    server = Embedded(folder)
    server.start()
    server.process.kill()
    server.process.wait()
    note = server.data / "postmaster.pid"
    lines = note.read_text().splitlines()
    # A living process that PostgreSQL would take for its predecessor.
    note.write_text("\n".join([str(os.getpid()), *lines[1:]]) + "\n")
    again = Embedded(folder)
    again.start()
    try:
        assert ask(again, "SELECT 1") == 1
    finally:
        again.stop()
        server.stop()


def test_it_waits_for_a_predecessor_that_still_runs(folder):
    orphan = Embedded(folder)
    orphan.start()
    again = Embedded(folder)
    again.start()
    try:
        assert orphan.process.wait(10) == 0
        assert ask(again, "SELECT 1") == 1
    finally:
        again.stop()


def test_a_long_path_gets_a_socket_in_a_short_one(folder):
    deep = folder / ("x" * LONGEST_SOCKET)
    deep.mkdir(mode=0o711)
    server = Embedded(deep, throwaway=True)
    server.start()
    try:
        assert ask(server, "SELECT 1") == 1
        assert str(deep) not in server.url
    finally:
        server.stop()


def test_a_failure_shows_the_servers_words(server):
    server.stop()
    settings = server.data / "postgresql.auto.conf"
    before = settings.read_text()
    settings.write_text("nonsense = 1\n")
    with pytest.raises(Failure) as failure:
        server.start()
    settings.write_text(before)
    assert "nonsense" in failure.value.detail
    assert "DATABASE_URL" in failure.value.to_do


def test_a_closed_parent_folder_is_named(folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    (closed / "data").mkdir()
    if os.geteuid() != 0:
        return  # the database runs as ourselves
    with pytest.raises(Failure, match=str(closed)):
        Embedded(closed / "data").start()


def test_database_url_means_no_server_of_ours(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/plaza")
    with serve(tmp_path) as server:
        assert isinstance(server, Elsewhere)
        assert server.url == "postgres://elsewhere/plaza"
    assert list(tmp_path.iterdir()) == []


def test_sigterm_to_us_stops_it_in_order(folder):
    code = f"""
        import time
        from pathlib import Path
        from deploy.database import serve
        from deploy.progress import main
        def command():
            with serve(Path({str(folder)!r})) as server:
                print(server.process.pid, flush=True)
                time.sleep(600)
        main(command)
    """
    command = [sys.executable, "-c", textwrap.dedent(code)]
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment,
    ) as parent:
        pid = next(int(line) for line in parent.stdout if line.strip().isdigit())
        parent.send_signal(signal.SIGTERM)
        assert parent.wait(20) == 130
        assert "Stopped." in parent.stderr.read()
    assert not is_alive(pid)
    assert not (folder / "database" / "18" / "postmaster.pid").exists()
