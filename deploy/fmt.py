"""`make fmt`: format the Python code, and mend what the linter can mend by itself.

Templates are linted but not formatted: djlint's formatter breaks lines inside of links and
labels, where the white space it adds is seen.
"""

from deploy.environment import set_up
from deploy.places import ROOT, VENV
from deploy.progress import main, run


def fmt() -> None:
    """Format, then lint with --fix."""
    set_up(dev=True)
    ruff = VENV / "bin" / "ruff"
    print(run([ruff, "format", "."], "Python code could not be formatted.", cwd=ROOT).strip())
    print(run([ruff, "check", "--fix", "."], "Correct the rest by hand.", cwd=ROOT).strip())


if __name__ == "__main__":
    main(fmt)
