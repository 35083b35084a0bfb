"""ClamAV's daemon, for the tests of the scan of attachments."""

import shutil

from deploy import debian

# Where Debian puts it, which is not on everybody's PATH.
PATHS = ("clamd", "/usr/sbin/clamd")


def find() -> str | None:
    """The machine's clamd."""
    return next((path for name in PATHS if (path := shutil.which(name))), None)


def ensure() -> None:
    """Install it from Debian if need be and if we may; elsewhere its tests are skipped.

    19 MB and some seconds. The tests bring a signature of their own: nothing is downloaded.
    """
    if not find() and debian.can_install():
        debian.install("clamav-daemon", what="ClamAV")
