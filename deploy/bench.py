"""`make bench`: how fast the main pages are, on this machine.

Everything is fresh and as `make run` has it: a durable database, the demo content, the web
server with the same options. ARGS goes to tests/benchmarks.
"""

import os
import shlex

from deploy.demo import Demo, free_port
from deploy.environment import set_up
from deploy.places import PYTHON, ROOT, throwaway
from deploy.processes import start, stop
from deploy.progress import main


def bench() -> int:
    """Start a site, and let tests/benchmarks measure it; its exit status is ours."""
    set_up(dev=True)
    os.environ["PLAZA_URLCONF"] = "tests.benchmarks.urls"  # the site and a bare view
    with throwaway("bench") as folder:
        demo = Demo(folder, free_port())
        with demo.running(background=False):
            process = start(
                [PYTHON, "-m", "tests.benchmarks", *shlex.split(os.environ.get("ARGS", ""))],
                env=demo.environment | {"BASE_URL": f"http://localhost:{demo.port}"},
                cwd=ROOT,
            )
            try:
                return process.wait()
            finally:
                stop(process)


if __name__ == "__main__":
    main(bench)
