"""Plaza's commands: `make run`, `make test` and the others are one module each.

Until the virtual environment exists they run on the machine's own Python, so what
happens before that point uses the standard library only.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (the machine's Python may be anything)
    sys.exit(
        f"Plaza needs Python 3.11 or newer, and {sys.executable} is {sys.version.split()[0]}.\n"
        "Install a newer one and name it: make run PYTHON=python3.12"
    )
