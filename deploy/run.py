"""`make run`: the whole demo site on this machine, until Ctrl-C.

PORT      the port (8000)
HOST      the address to listen on (127.0.0.1: this machine only)
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deploy.demo import Demo, demand_free
from deploy.environment import set_up
from deploy.places import make_home
from deploy.progress import Failure, main

DEFAULT_PORT = 8000


def run() -> None:
    """Set up, start everything, say where it is, and wait."""
    port = _port()
    host = os.environ.get("HOST") or "127.0.0.1"
    demo = Demo(make_home(), port, host, base_url=os.environ.get("PLAZA_BASE_URL", ""))
    with _only_one(demo):
        demand_free(host, port)
        set_up()
        with demo.running():
            print(_where_it_is(demo))
            try:
                demo.watch()
            except KeyboardInterrupt:
                # A wish, not an error: make shall say nothing either.
                print("\nStopping …")
        print("Stopped.")


def _port() -> int:
    text = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not text.isascii() or not text.isdigit() or not 0 < int(text) < 65536:
        raise Failure(f"PORT={text} is no port number.", "For example: make run PORT=8001")
    return int(text)


@contextmanager
def _only_one(demo: Demo) -> Iterator[None]:
    """Let one site at a time use a data folder."""
    with Path(demo.folder / "running").open("a+") as note:
        try:
            fcntl.flock(note, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            note.seek(0)
            raise Failure(
                f"Plaza is already running with the data in {demo.folder}: {note.read()}",
                "Use that one, or stop it (Ctrl-C where it runs). For a second site with data of\n"
                f"its own: PLAZA_DATA=/some/folder make run PORT={demo.port + 1}",
            ) from None
        note.truncate(0)
        note.write(demo.base_url)
        note.flush()
        yield


def _where_it_is(demo: Demo) -> str:
    return f"""
Plaza is running. Ctrl-C stops it.

  English     {demo.base_url}/en/
  Español     {demo.base_url}/es/
  Staff       {demo.base_url}/admin/
  Demo mail   {demo.base_url}/demo/mail/

{demo.welcome}

Data and logs are in {demo.folder}
"""


if __name__ == "__main__":
    main(run)
