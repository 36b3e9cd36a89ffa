"""Yjs updates made by hand, byte by byte: what a hostile page could send."""

CLIENT = 7


def number(value: int) -> bytes:
    """Write a number as lib0 does."""
    written = b""
    while value > 127:
        written += bytes([value & 127 | 128])
        value >>= 7
    return written + bytes([value])


def words(text: str) -> bytes:
    """Write some text, its length before it."""
    return number(len(text.encode())) + text.encode()


def update(*structs: bytes, clock: int = 0, deleted: bytes = b"\0", client: int = CLIENT) -> bytes:
    """Write an update of one client."""
    if not structs:
        return b"\0" + deleted
    head = number(1) + number(len(structs)) + number(client) + number(clock)
    return head + b"".join(structs) + deleted


def place(clock: int, client: int = CLIENT) -> bytes:
    """Write where something stands: the client and the clock of another."""
    return number(client) + number(clock)


PARAGRAPH = b"\x07\x01" + words("prosemirror") + b"\x03" + words("paragraph")
TEXT = b"\x07\x00" + place(0) + b"\x06"
LETTERS = b"\x04\x00" + place(1) + words("ab")
BASE = (PARAGRAPH, TEXT, LETTERS)  # clocks 0, 1, and 2 to 3


def nested(depth: int) -> bytes:
    """Write nodes within nodes."""
    first = b"\x07\x01" + words("prosemirror") + b"\x03" + words("paragraph")
    inner = [b"\x07\x00" + place(n) + b"\x03" + words("paragraph") for n in range(depth - 1)]
    return update(first, *inner)
