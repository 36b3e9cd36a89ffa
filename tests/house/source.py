"""What the rules of the house look at."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "workspace").rglob("*.py"))
CODE = [module for module in MODULES if "migrations" not in module.parts]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
FRAGMENTS = [template for template in TEMPLATES if template.name.startswith("_")]
TESTS = sorted((ROOT / "tests").rglob("*.py"))


def name(path: Path) -> str:
    """Return the name of a file, as the house says it."""
    return str(path.relative_to(ROOT))


@cache
def tree(module: Path) -> ast.Module:
    """Return what a module says."""
    return ast.parse(module.read_text(encoding="utf-8"))
