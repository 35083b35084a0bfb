"""`python -m deploy.template NAME`: an empty database of that name, migrated, for tests to copy.

Run by deploy.test in the virtual environment, with the server in DATABASE_URL.
"""

import os
import subprocess
import sys
from contextlib import closing
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from deploy.processes import stop_with_parent


def make(name: str) -> int:
    """Make it anew; the value is the exit status of `migrate`."""
    stop_with_parent()
    url = os.environ["DATABASE_URL"]
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        connection.execute(drop.format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    os.environ["DATABASE_URL"] = urlsplit(url)._replace(path=f"/{name}").geturl()
    return subprocess.call([sys.executable, "site/manage.py", "migrate", "--verbosity=0"])


if __name__ == "__main__":
    sys.exit(make(sys.argv[1]))
