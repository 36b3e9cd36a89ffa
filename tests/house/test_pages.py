"""What views show exists, and what exists is shown."""

import ast
import re

import pytest

from tests.house.source import CODE, ROOT, TEMPLATES, name, tree

FOLDER = ROOT / "templates"
PAGE = re.compile(r"[a-z]+/[a-z_]+")
# Named by a topic or by a kind of error, which only a run can tell.
NAMED_AT_RUN = {"_event.html"}
COMPUTED = {"errors", "components"}


def rendered() -> set[str]:
    return {
        node.value
        for module in CODE
        if module.name == "views.py"
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        if PAGE.fullmatch(node.value) and (FOLDER / node.value).parent.is_dir()
    }


def mentions() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in (*CODE, *TEMPLATES))


@pytest.mark.parametrize("page", sorted(rendered()))
def test_a_page_that_is_shown_exists(page: str) -> None:
    assert (FOLDER / f"{page}.html").is_file()


def test_no_template_is_left_unused() -> None:
    said = mentions()
    orphans = [
        name(template)
        for template in TEMPLATES
        if template.parent.name not in COMPUTED
        and template.name not in NAMED_AT_RUN
        and str(template.relative_to(FOLDER)) not in said
        and f'"{template.parent.name}/{template.stem.removeprefix("_")}"' not in said
    ]

    assert orphans == []
