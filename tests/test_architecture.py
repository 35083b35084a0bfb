"""The shape of the house, as docs/architecture.md states it."""

from importlinter.cli import lint_imports


def test_imports_go_only_in_the_agreed_direction():
    """comments -> meetings -> engagement, and only plaza knows all (see pyproject.toml)."""
    assert lint_imports(no_cache=True) == 0
