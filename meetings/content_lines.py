"""Content lines of RFC 5545 §3.1: escaped, folded, and in bytes.

icalendar writes the same lines, and the tests hold these against its own. It makes an object of
each property and folds letter by letter, which takes ten times as long for a feed of a thousand
meetings; and it takes a backslash before a capital N, as in a Windows path, for a line break.
"""

import re

_LONGEST = 74
"""Octets of a line without the space that begins its continuation: 75 with it (§3.1)."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_QUOTED = frozenset(",;:’")


def text(value: str) -> str:
    """A TEXT value (§3.3.11), without the control characters that pasted text may hold."""
    value = plain(value)
    if "\\" in value:
        value = value.replace("\\", "\\\\")
    return value.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def plain(value: str) -> str:
    """Text with line feeds alone, and no other control character but the tab."""
    value = str(value)
    if "\r" in value:
        value = value.replace("\r\n", "\n").replace("\r", "\n")
    return _CONTROL.sub("", value)


def parameter(value: str, *, quoted_for: str = "") -> str:
    """The value of a parameter, its own quotes as in RFC 6868.

    Quoted where it must be, and for any letter of `quoted_for`, as in examples of the RFC.
    """
    value = plain(value).replace("^", "^^").replace("\n", "^n").replace('"', "^'")
    return value if (_QUOTED | set(quoted_for)).isdisjoint(value) else f'"{value}"'


def line(name: str, value: str) -> bytes:
    """One line with its CRLF; `name` has the parameters, `value` is written as it must stand.

    No continuation begins within a letter, which some readers would not put together again, nor
    after a backslash or caret, which some would read without what follows.
    """
    octets = f"{name}:{value}".encode()
    if len(octets) <= _LONGEST:
        return octets + b"\r\n"
    parts, start = [], 0
    while len(octets) - start > _LONGEST:
        end = start + _LONGEST
        while octets[end] & 0xC0 == 0x80:  # within a letter of UTF-8
            end -= 1
        if octets[end - 1] in b"\\^":
            end -= 1
        parts.append(octets[start:end])
        start = end
    parts.append(octets[start:])
    return b"\r\n ".join(parts) + b"\r\n"
