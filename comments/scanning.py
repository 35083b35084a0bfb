"""Asking ClamAV whether a file is harmful: clamd's INSTREAM command over a socket (clamd(8)).

The file is sent in pieces and never whole in memory. What this machine's clamd would not look at
is no answer: a file is clean only when clamd has said so.
"""

import re
import socket
import struct

from django.conf import settings
from django.core.files.base import File

SECONDS = 120
"""How long clamd may take for one step; unpacking a large archive takes it a while."""
_PIECE = 64 * 1024
_MAX_ANSWER = 4096


class ScanFailed(Exception):
    """There is no answer: clamd is down, busy, or does not take files of this size."""


def is_on() -> bool:
    """Whether this agency has set up a scanner."""
    return bool(settings.CLAMD_SOCKET)


def scan(file: File) -> str:
    """What clamd finds in the file: the name of what is harmful, or nothing. Raises ScanFailed."""
    try:
        with _connect(settings.CLAMD_SOCKET) as clamd:
            _send(clamd, file)
            answer = _answer(clamd)
    except OSError as error:
        raise ScanFailed(f"{type(error).__name__}: {error}") from error
    if answer == "stream: OK":
        return ""
    if found := re.fullmatch(r"stream: (.+) FOUND", answer):
        return found[1]
    raise ScanFailed(answer or "clamd closed the connection without an answer")


def _connect(address: str) -> socket.socket:
    host, colon, port = address.rpartition(":")
    if colon and port.isdecimal() and "/" not in address:
        return socket.create_connection((host.strip("[]"), int(port)), timeout=SECONDS)
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(SECONDS)
    try:
        connection.connect(address)
    except OSError:
        connection.close()
        raise
    return connection


def _send(clamd: socket.socket, file: File) -> None:
    """The command, then each piece behind its length, then a piece of none."""
    try:
        clamd.sendall(b"zINSTREAM\0")
        for piece in file.chunks(_PIECE):
            clamd.sendall(struct.pack(">I", len(piece)) + piece)
        clamd.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        return  # it has heard enough (StreamMaxLength), and its answer says so


def _answer(clamd: socket.socket) -> str:
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < _MAX_ANSWER:
        received = clamd.recv(_MAX_ANSWER)
        if not received:
            break
        answer += received
    return answer.rstrip(b"\0").decode("utf-8", "replace").strip()
