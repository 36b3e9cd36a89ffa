"""Bytes as Yjs writes them, with lib0; whoever sent them may have written anything."""

import re
import struct
from functools import lru_cache
from typing import Any

GREATEST = 2**53 - 1  # of the numbers that a browser counts exactly
# The shortest form of a number and no other, so that one update is written in one way.
NUMBER = re.compile(rb"[\x80-\xff]{0,7}[\x01-\x7f]|\x00")
TWO = re.compile(rb"([\x80-\xff]{0,7}[\x01-\x7f]|\x00)" * 2)
SIGNED = re.compile(rb"[\x80-\xff]{0,7}[\x00-\x7f]")
CONTINUED = b"\x80"  # from here on, a byte says that another follows
PLAIN = {127: None, 126: None, 121: False, 120: True}
FLOATS = {124: struct.Struct(">f"), 123: struct.Struct(">d")}
WHOLE, WORDS = 125, 119


class Unreadable(ValueError):  # noqa: N818 (named as it is said)
    """These bytes are not what a page of ours sends."""


class Reader:
    """What remains to be read of some bytes."""

    __slots__ = ("_known", "at", "data")

    def __init__(self, data: bytes) -> None:
        """Begin at the first byte."""
        self.at = 0
        self.data = data
        self._known: dict[bytes, int] = {}  # the same few numbers come back all the time

    def byte(self) -> int:
        """Read one byte."""
        at = self.at
        self.at = at + 1
        try:
            return self.data[at]
        except IndexError:
            raise Unreadable("cut short") from None

    def number(self) -> int:
        """Read a number that is not negative."""
        at = self.at
        if self.data[at : at + 1] < CONTINUED:  # one byte, or none at all
            return self.byte()
        found = NUMBER.match(self.data, at)
        if not found:
            raise Unreadable("no number")
        self.at = found.end()
        raw = found[0]
        known = self._known
        return known[raw] if raw in known else self._learn(raw)

    def two(self) -> tuple[int, int]:
        """Read two numbers."""
        found = TWO.match(self.data, self.at)
        if not found:
            raise Unreadable("no numbers")
        self.at = found.end()
        known = self._known
        one, other = found.groups()
        return (
            known[one] if one in known else self._learn(one),
            known[other] if other in known else self._learn(other),
        )

    def count(self) -> int:
        """Read how many things follow; each takes a byte at least."""
        count = self.number()
        if count > len(self.data) - self.at:
            raise Unreadable("more than there is")
        return count

    def words(self) -> str:
        """Read some text, and before it how long it is."""
        count = self.count()
        at = self.at
        self.at = at + count
        try:
            return self.data[at : at + count].decode()
        except UnicodeDecodeError:
            raise Unreadable("no text") from None

    def scalar(self) -> Any:
        """Read a value that holds no other."""
        sign = self.byte()
        if sign in PLAIN:
            return PLAIN[sign]
        if sign == WORDS:
            return self.words()
        return self._whole() if sign == WHOLE else self._float(sign)

    def ended(self) -> bool:
        """Tell whether everything was read."""
        return self.at == len(self.data)

    def _learn(self, raw: bytes) -> int:
        value = self._known[raw] = _value(raw)
        if value > GREATEST:
            raise Unreadable("too great")
        return value

    def _whole(self) -> int:
        # Six bits and a sign, then seven bits a byte.
        found = SIGNED.match(self.data, self.at)
        if not found:
            raise Unreadable("no number")
        self.at = found.end()
        first, *rest = found[0]
        value = 0
        for byte in reversed(rest):
            value = value << 7 | byte & 127
        value = value << 6 | first & 63
        return -value if first & 64 else value

    def _float(self, sign: int) -> Any:
        form = FLOATS.get(sign)
        if form is None or self.at + form.size > len(self.data):
            raise Unreadable("no value")
        (value,) = form.unpack_from(self.data, self.at)
        self.at += form.size
        return value


def numbers(data: bytes) -> list[int]:
    """Read numbers that follow each other, of bytes that are our own."""
    return [_value(raw) for raw in NUMBER.findall(data)]


def number(value: int) -> bytes:
    """Write a number that is not negative."""
    written = bytearray()
    while value >> 7:
        written.append(value & 127 | 128)
        value >>= 7
    written.append(value)
    return bytes(written)


@lru_cache(8192)  # the numbers of the clients of some texts
def _value(raw: bytes) -> int:
    value = 0
    for byte in reversed(raw):
        value = value << 7 | byte & 127
    return value
