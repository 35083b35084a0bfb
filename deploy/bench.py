"""`make bench`: how fast the main pages are, on this machine.

Everything is fresh and as `make run` has it: a durable database, the demo content, the web
server with the same options. ARGS names what is measured: rates, feeds, redline, intake, search,
campaigns, queue, exports, lighthouse; all of it unless told. PAGES is a part of the names of the
pages that Lighthouse scores, such as "-en".
"""

import os
import shlex

from deploy import node, scores
from deploy.demo import Demo, free_port
from deploy.environment import set_up
from deploy.places import PYTHON, ROOT, throwaway
from deploy.processes import start, stop
from deploy.progress import main

ALL = [
    "rates",
    "feeds",
    "redline",
    "intake",
    "search",
    "campaigns",
    "queue",
    "exports",
    "lighthouse",
]


def bench() -> int:
    """Start a site and measure it; the exit status is that of tests/benchmarks."""
    set_up(dev=True)
    os.environ["PLAZA_URLCONF"] = "tests.benchmarks.urls"  # the site and a bare view
    wanted = shlex.split(os.environ.get("ARGS", "")) or ALL
    with throwaway("bench") as folder:
        demo = Demo(folder, free_port())
        with demo.running(background=False):
            status = 0
            if "lighthouse" in wanted:
                scores.report(demo, node.find(), os.environ.get("PAGES", ""))
            # Last: these fill the database with thousands of meetings and comments.
            if measured := [name for name in wanted if name != "lighthouse"]:
                status = _measure(demo, measured)
            return status


def _measure(demo: Demo, wanted: list[str]) -> int:
    process = start(
        [PYTHON, "-m", "tests.benchmarks", *wanted],
        env=demo.environment | {"BASE_URL": f"http://localhost:{demo.port}"},
        cwd=ROOT,
    )
    try:
        return process.wait()
    finally:
        stop(process)


if __name__ == "__main__":
    main(bench)
