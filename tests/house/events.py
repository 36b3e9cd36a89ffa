"""The names of the events: where they are told, and where they are put in words."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.house.source import CODE, TEMPLATES, tree

EVENT = re.compile(r"[a-z]+(_[a-z]+)*\.[a-z]+(_[a-z]+)*")
NO_VERB = re.compile(r".*\.(\w+_)?(id|csv|db|html|ics|json|jsonl|key|py|txt)")
WORDED = re.compile(r'"([a-z_]+\.[a-z_]+)"')


def told() -> set[str]:
    """Return the name of every event that some change records."""
    return {
        event
        for module in CODE
        if module.name == "changes.py"
        for event in (*named(module), *named_through(module))
    }


def listened_to() -> dict[str, Path]:
    """Return the names of events that something else than a change or a view mentions."""
    others = [m for m in CODE if m.name not in {"changes.py", "views.py"} and "core" not in m.parts]
    return {event: module for module in others for event in named(module)}


def worded() -> set[str]:
    """Return the name of every event that a template puts in words."""
    return {
        event
        for template in TEMPLATES
        if template.name == "_event.html"
        for event in WORDED.findall(template.read_text(encoding="utf-8"))
        if event.startswith(f"{template.parent.name}.")
    }


def named(module: Path) -> Iterator[str]:
    """Return the names of events written in a module."""
    for node in ast.walk(tree(module)):
        match node:
            case ast.Constant(str(text)) if EVENT.fullmatch(text) and not NO_VERB.fullmatch(text):
                yield text


def named_through(module: Path) -> Iterator[str]:
    """Return the names of events that a module takes from the queries beside it."""
    beside = module.with_name("queries.py")
    taken = {node.attr for node in ast.walk(tree(module)) if isinstance(node, ast.Attribute)}
    for node in tree(beside).body if beside.exists() else []:
        match node:
            case ast.Assign([ast.Name(name)], ast.Constant(str(text))) if name in taken:
                if EVENT.fullmatch(text):
                    yield text
