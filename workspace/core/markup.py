"""How a text is typed in a plain form.

Each line is a paragraph. `## ` begins a heading, `- ` or `1. ` an item of a list (two spaces
before it for a list within a list, or for another paragraph of the item), `> ` a quote; **strong**,
*emphasis* and [words](https://…) are set inside a line, and [words](action:12) point to an object
of the project. A backslash before a sign keeps it a sign.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from workspace.core.differences import LETTER
from workspace.core.lines import Line, fold, settle
from workspace.core.prose import (
    PLAIN,
    Block,
    Kind,
    Marks,
    Prose,
    Span,
    Token,
    safe_link,
    seen,
    tokens,
)

INDENT = "  "
HEADING = re.compile(r"(#{1,3})[ \t]+(?=\S)")
ITEM = re.compile(r"(?:(?P<bullet>[-•*])|\d{1,3}[.)])[ \t]+(?=\S)")
QUOTE = re.compile(r">[ \t]?")
BEGINS = re.compile(rf"{HEADING.pattern}|{ITEM.pattern}|>")
ESCAPED = re.compile(r"[\\*\[\]]")
SIGN = re.compile(
    r"\\(?P<kept>[\\*\[\]#>•.)-])|(?P<strong>\*\*)|(?P<em>\*)|(?P<words>\[)|\]\((?P<link>[^\s()]*)\)"
)
WORD = re.compile(LETTER)


class Sign(NamedTuple):
    """A sign in a line, which may begin or end a mark or be nothing but itself."""

    start: int
    end: int
    kind: str
    value: str


def parse(typed: str) -> Prose:
    """Read what was typed in a form."""
    return fold(settle(_line(one) for one in typed.splitlines() if one.strip()))


def typed(prose: Prose) -> str:
    """Write a text as it is typed in a form; reading it again gives the same text."""
    return "\n".join(_typed(prose, is_apart=True))


def _line(typed: str) -> Line:
    is_quoted = typed.startswith(">")
    whole = (QUOTE.sub("", typed, count=1) if is_quoted else typed).replace("\t", INDENT)
    indent, text = (len(whole) - len(whole.lstrip(" "))) // len(INDENT), whole.strip()
    item, title = ITEM.match(text), HEADING.match(text)
    if item:
        kind = Kind.BULLETS if item["bullet"] else Kind.NUMBERS
        found, text = Line(item=kind, depth=indent + 1), text[item.end() :]
    elif title and not indent:
        found, text = Line(level=len(title[1])), text[title.end() :]
    else:
        found = Line(depth=indent)
    return replace(found, spans=tuple(_spans(text)), is_quoted=is_quoted)


def _spans(text: str) -> Iterator[Span]:
    """Read a line; a sign that begins nothing, or ends nothing, is what it is."""
    signs = [
        Sign(found.start(), found.end(), found.lastgroup or "", found[found.lastgroup or 0])
        for found in SIGN.finditer(text)
    ]
    begun = _pairs(text, signs)
    marks, at = PLAIN, 0
    for number, sign in enumerate(signs):
        yield Span(text[at : sign.start], marks)
        at = sign.end
        if sign.kind == "kept" or number not in begun:
            yield Span(sign.value if sign.kind == "kept" else text[sign.start : sign.end], marks)
        else:
            marks = _turned(marks, *begun[number])
    yield Span(text[at:], marks)


def _turned(marks: Marks, name: str, value: str) -> Marks:
    if name == "link":
        return marks._replace(link=value)
    return (
        marks._replace(strong=bool(value)) if name == "strong" else marks._replace(em=bool(value))
    )


def _pairs(text: str, signs: list[Sign]) -> dict[int, tuple[str, str]]:
    # What each sign that has a partner changes in the marks.
    ends = {"strong": "strong", "em": "em", "words": "link"}
    begun: dict[str, int] = {}
    found: dict[int, tuple[str, str]] = {}
    for number, sign in enumerate(signs):
        name = ends.get(sign.kind, sign.kind)
        if name in begun and _may_end(text, sign):
            value = safe_link(sign.value) if name == "link" else name
            if value:
                found[begun[name]], found[number] = (name, value), (name, "")
            del begun[name]
        elif name != "kept" and _may_begin(text, sign):
            begun[name] = number
    return found


def _may_begin(text: str, sign: Sign) -> bool:
    if sign.kind == "words":
        return True
    after = text[sign.end : sign.end + 1]
    is_inside = sign.start and WORD.match(text[sign.start - 1]) and WORD.match(after)
    return sign.kind != "link" and not is_inside and bool(after.strip())


def _may_end(text: str, sign: Sign) -> bool:
    return sign.kind != "words" and not text[sign.start - 1].isspace()


def _typed(blocks: Prose, *, is_apart: bool) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        if lines and is_apart:
            lines.append("")
        lines += _typed_block(block)
    return lines


def _typed_block(block: Block) -> list[str]:
    match block.kind:
        case Kind.QUOTE:
            return [f"> {line}".rstrip() for line in _typed(block.blocks, is_apart=True)]
        case Kind.BULLETS:
            return [line for item in block.blocks for line in _typed_item(item, "- ")]
        case Kind.NUMBERS:
            numbered = enumerate(block.blocks, start=1)
            return [line for n, item in numbered for line in _typed_item(item, f"{n}. ")]
    title = "#" * block.level + " " if block.level else ""
    return [title + _typed_words(block)]


def _typed_item(item: Block, sign: str) -> list[str]:
    first, *rest = _typed(item.blocks, is_apart=False)
    return [sign + first, *(INDENT + line for line in rest)]


def _typed_words(block: Block) -> str:
    words = tokens(block.spans)
    bare = _marked(words, is_escaped=False)
    is_same = seen(tuple(_spans(bare))) == seen(block.spans)
    text = bare if is_same else _marked(words, is_escaped=True)
    sign = BEGINS.match(text)
    if not sign or block.level:
        return text
    at = len(text) - len(text.lstrip("0123456789"))
    return f"{text[:at]}\\{text[at:]}"


def _marked(words: list[Token], *, is_escaped: bool) -> str:
    pieces: list[str] = []
    before = PLAIN
    for text, marks, *_ in [*words, Token("", PLAIN, 0, 0)]:
        pieces.append(_ending(before, marks) + _beginning(before, marks))
        pieces.append(ESCAPED.sub(r"\\\g<0>", text) if is_escaped else text)
        before = marks
    return "".join(pieces)


def _ending(before: Marks, after: Marks) -> str:
    em = "*" if before.em and not after.em else ""
    strong = "**" if before.strong and not after.strong else ""
    link = f"]({before.link})" if before.link and before.link != after.link else ""
    return em + strong + link


def _beginning(before: Marks, after: Marks) -> str:
    link = "[" if after.link and before.link != after.link else ""
    strong = "**" if after.strong and not before.strong else ""
    em = "*" if after.em and not before.em else ""
    return link + strong + em
