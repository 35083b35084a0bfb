"""Starting programs that never outlive us, and stopping them."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable

PR_SET_PDEATHSIG = 1


def start(
    argv: list, *, on_our_death: signal.Signals = signal.SIGTERM, **options
) -> subprocess.Popen:
    """Start a program in a session of its own; the kernel sends it a signal when we die.

    Its own session: a Ctrl-C in the terminal reaches only us, and we decide who stops when.
    The signal on our death covers what no handler can, SIGKILL. Call from the main thread:
    the kernel sends it when the thread that started the program ends.
    """
    return subprocess.Popen(
        [str(part) for part in argv],
        stdin=options.pop("stdin", subprocess.DEVNULL),
        start_new_session=True,
        # After setuid, which would clear the setting.
        preexec_fn=_before_it_runs(_signal_at_parents_death(on_our_death)),
        **options,
    )


def stop_with_parent(sig: signal.Signals = signal.SIGTERM) -> None:
    """Ask to be sent `sig` when the process that started us dies (make, or a test)."""
    _signal_at_parents_death(sig, parent=os.getppid())()


def stop(
    *running: subprocess.Popen, sig: signal.Signals = signal.SIGTERM, grace: float = 10
) -> None:
    """Ask programs to stop; after `grace` seconds end them with everything they started."""
    for process in running:
        if process.poll() is None:
            process.send_signal(sig)
    deadline = time.monotonic() + grace
    for process in running:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0, deadline - time.monotonic()))
        # The session's stragglers, if any.
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _before_it_runs(then: Callable[[], None]) -> Callable[[], None]:
    def prepare() -> None:
        # A shell has its background jobs ignore Ctrl-C, which is how we ask some to stop.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        then()

    return prepare


def _signal_at_parents_death(sig: signal.Signals, parent: int | None = None) -> Callable[[], None]:
    if sys.platform != "linux":
        return lambda: None
    # Loaded here: between fork and exec nothing may import or allocate much.
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    parent = parent or os.getpid()

    def ask_the_kernel() -> None:
        prctl(PR_SET_PDEATHSIG, int(sig), 0, 0, 0)
        if os.getppid() != parent:  # it died before we could ask
            os.kill(os.getpid(), sig)

    return ask_the_kernel
