"""Generated pages are current, and every command says how to use it."""

import click
import pytest

from deminimis.cli.main import COMMANDS
from deminimis.cli.main import command as main
from docs.generate import pages


def test_generated_pages_are_current() -> None:
    stale = [path.name for path, content in pages().items() if not path.is_file() or path.read_text("utf-8") != content]
    assert not stale, "run make docs"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.help and "Example:" in command.help and f"deminimis {name}" in command.help
