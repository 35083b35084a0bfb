"""A real clamd on a socket of its own, which knows one harmful thing: the EICAR test file."""

import os
import subprocess
import time
from pathlib import Path

# In two halves: a scanner must find it in what the tests send, not in this file. eicar.org
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-" + b"STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
STREAM_LIMIT_MB = 2
_SECONDS = 60


class Clamd:
    """Started and stopped by the test; `socket` is what settings.CLAMD_SOCKET takes."""

    def __init__(self, program: str, folder: Path):
        self.program, self.folder = program, folder
        self.socket = str(folder / "clamd.ctl")
        self.process = None
        (folder / "signatures").mkdir()
        # clamav-docs, "Body-based Signatures": name, any kind of file, any place, bytes.
        (folder / "signatures" / "test.ndb").write_text(f"Eicar-Test:0:*:{EICAR.hex()}\n")
        (folder / "clamd.conf").write_text(
            f"LocalSocket {self.socket}\n"
            f"DatabaseDirectory {folder / 'signatures'}\n"
            f"TemporaryDirectory {folder}\n"
            f"StreamMaxLength {STREAM_LIMIT_MB}M\n"
            "FixStaleSocket yes\nForeground yes\n"
        )

    def start(self) -> None:
        self.process = subprocess.Popen(
            [self.program, f"--config-file={self.folder / 'clamd.conf'}"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.STDOUT,
        )
        until = time.monotonic() + _SECONDS
        while not os.path.exists(self.socket):
            assert self.process.poll() is None, "clamd does not start"
            assert time.monotonic() < until, "clamd does not open its socket"
            time.sleep(0.05)

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(timeout=_SECONDS)
            self.process = None
        Path(self.socket).unlink(missing_ok=True)
