"""The demo site: a database with the demo content, and the processes that serve it."""

import contextlib
import http.client
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy import database
from deploy.places import PYTHON, ROOT, make_private_folders, secret_key
from deploy.processes import start, stop
from deploy.progress import Failure, run, step, tail

WEB = ["-m", "gunicorn", "plaza.wsgi", "--worker-class=gthread", "--workers=2", "--threads=8"]
WEB += ["--preload", "--graceful-timeout=5", "--timeout=120", "--no-control-socket"]
OTHERS = {"worker": ["site/manage.py", "db_worker"], "jobs": ["site/manage.py", "run_jobs"]}
ANSWERS_WITHIN = 60  # seconds, for the web server


class Demo:
    """A demo site on a port of this machine, its files in `folder`."""

    def __init__(self, folder: Path, port: int, host: str = "127.0.0.1", base_url: str = ""):
        self.folder, self.port, self.host = folder, port, host
        self.base_url = base_url or f"http://localhost:{port}"
        self.welcome = ""  # what load_demo says: the staff accounts
        self.environment: dict[str, str] = {}
        self._processes: dict[str, subprocess.Popen] = {}

    @contextmanager
    def running(self, *, background: bool = True) -> Iterator[None]:
        """Database, content and web server; with `background` the worker and the jobs as well.

        It is open when the web server answers, and stops what it started when closed.
        """
        make_private_folders(self.folder)
        with database.serve(self.folder) as server:
            self._set_environment(server.url)
            self._prepare()
            try:
                if server.process:
                    self._processes["database"] = server.process
                with step("Starting the web server"):
                    self._start("web", [*WEB, f"--bind={self.host}:{self.port}"])
                    self._wait_for_an_answer()
                if background:
                    for name, command in OTHERS.items():
                        self._start(name, command)
                yield
            finally:
                self._processes.pop("database", None)  # last, by whoever started it
                stop(*self._processes.values())

    def watch(self) -> None:
        """Return never; a Failure when one of the processes stops."""
        while True:
            self._demand_that_all_run()
            time.sleep(0.2)

    def _set_environment(self, database_url: str) -> None:
        self.environment = {"SECRET_KEY": secret_key(self.folder)} | os.environ
        paths = [str(ROOT), str(ROOT / "site"), *filter(None, [os.environ.get("PYTHONPATH")])]
        self.environment |= {
            "DATABASE_URL": database_url,
            "PLAZA_BASE_URL": self.base_url,
            "PLAZA_DATA": str(self.folder),
            "PLAZA_DEMO": "1",
            "PYTHONPATH": os.pathsep.join(paths),
            "PYTHONUNBUFFERED": "1",
        }

    def _prepare(self) -> None:
        with step("Bringing the database and the demo content up to date"):
            self.welcome = run(
                [PYTHON, "-m", "deploy.prepare"],
                "The database could not be prepared.",
                "The reason is above. If the data may go: stop Plaza, move the folder\n"
                f"{self.folder / 'database'} away, and start again.",
                env=self.environment,
                cwd=ROOT,
            ).strip()

    def _start(self, name: str, command: list[str]) -> None:
        with self._log(name).open("wb") as log:
            self._processes[name] = start(
                [PYTHON, *command],
                stdout=log,
                stderr=subprocess.STDOUT,
                env=self.environment,
                cwd=ROOT,
            )

    def _log(self, name: str) -> Path:
        return self.folder / "logs" / f"{name}.log"

    def _demand_that_all_run(self) -> None:
        for name, process in self._processes.items():
            if process.poll() is not None:
                raise Failure(
                    f"The {name} process stopped (status {process.returncode}), so the rest did.",
                    f"Its last lines are above; all of them are in {self._log(name)}",
                    detail=tail(self._log(name)),
                )

    def _wait_for_an_answer(self) -> None:
        deadline = time.monotonic() + ANSWERS_WITHIN
        while not (status := self._ask("/en/")):
            self._demand_that_all_run()
            if time.monotonic() > deadline:
                raise Failure(
                    f"The web server gave no answer within {ANSWERS_WITHIN} s.",
                    f"See {self._log('web')}, and try again.",
                    detail=tail(self._log("web")),
                )
            time.sleep(0.05)
        if status >= 500:
            raise Failure(
                f"The home page answers with an error ({status}).",
                f"The reason is above, from {self._log('web')}",
                detail=tail(self._log("web")),
            )

    def _ask(self, path: str) -> int | None:
        """The status of the answer, or None when there is none yet."""
        host = "127.0.0.1" if self.host in ("", "0.0.0.0") else self.host
        connection = http.client.HTTPConnection(host, self.port, timeout=ANSWERS_WITHIN)
        with contextlib.closing(connection), contextlib.suppress(OSError):
            connection.request("GET", path, headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status
        return None


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def demand_free(host: str, port: int) -> None:
    """A Failure when the web server could not listen there."""
    try:
        socket.create_server((host, port)).close()
    except PermissionError:
        raise Failure(
            f"Only root may use port {port}.", "Choose one from 1024 up: make run PORT=8000"
        ) from None
    except OSError as error:
        raise Failure(
            f"Port {port} of {host} cannot be used: {str(error.strerror).split(' (')[0]}.",
            f"Choose another one: make run PORT={port + 1 if port < 65535 else 8000}",
        ) from None
