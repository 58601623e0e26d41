"""Generated pages are current, and every command says how to use it."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from deminimis.cli.main import COMMANDS, run
from deminimis.cli.main import command as main
from docs.commands import BLOCK, renewed
from docs.generate import pages, stale
from tests.places import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def test_generated_pages_are_current() -> None:
    made = pages()
    old = [path.name for path, content in made.items() if not path.is_file() or path.read_text("utf-8") != content]
    assert not old and not stale(made), "run make docs"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    command = main.get_command(click.Context(main, **main.context_settings), name)
    assert command is not None
    assert command.help and "Example:" in command.help and f"deminimis {name}" in command.help


def shown() -> Iterator[tuple[str, str]]:
    """Every command line in a code block, those of console blocks apart: they are run."""
    for page in PAGES:
        text = BLOCK.sub("", page.read_text("utf-8"))
        for block in re.findall(r"^```[a-z]*\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
            for line in block.replace("\\\n", " ").splitlines():
                if found := re.search(r"(?:^|(?<!from)[ /])deminimis ([a-z-].*)", line):
                    yield page.name, re.split(r" \|\|?(?: |$)| > | < | && |; ", found[1])[0]


def understood(line: str) -> None:
    """Raises click.UsageError for a command, an option or a choice that does not exist."""
    words = shlex.split(line.replace("$f", "f"), comments=True)
    parent, command = click.Context(main, **main.context_settings), main.get_command(click.Context(main), words[0])
    assert command is not None, f"no command {words[0]}"
    while isinstance(command, click.Group) and not words[1].startswith("-"):
        words = words[1:]
        command = command.commands[words[0]]
    values, _, order = command.make_parser(click.Context(command, parent=parent)).parse_args(words[1:])
    for each in order:
        if isinstance(each.type, click.Choice) and each.name in values and not each.multiple:
            each.type.convert(values[each.name], each, None)


@pytest.mark.parametrize(("page", "line"), list(shown()))
def test_commands_that_are_not_run_exist_as_shown(page: str, line: str) -> None:
    understood(line)


def test_commands_are_found_in_the_pages() -> None:
    assert {"README.md", "cron.md", "ledger.md"} <= {page for page, _ in shown()}
    with pytest.raises(click.UsageError):
        understood("check a.edi --formt json")


def test_a_page_that_shows_another_output_is_not_current() -> None:
    page = "Text\n```console\n$ deminimis --version\nanother\n$ echo $?\n```\n"
    assert renewed(page) == page.replace("another", run_version()).replace("$ echo $?\n", "$ echo $?\n0\n")
    with pytest.raises(ValueError, match="rm"):
        renewed("```console\n$ rm -r samples\n```")


def run_version() -> str:
    from deminimis.cli.version import VERSION

    return f"deminimis, version {VERSION}"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_examples_of_the_help_exist_and_those_on_samples_run(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = main.get_command(click.Context(main, **main.context_settings), name)
    assert command is not None and command.help is not None
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    monkeypatch.chdir(tmp_path)
    examples = re.findall(r"deminimis (.*)", command.help.partition("Example:")[2])
    assert examples
    for example in examples:
        understood(example)
        if "samples/" in example or name in ("explain", "config", "completion", "sample"):
            assert run(shlex.split(example)) in (0, 1), capsys.readouterr().err


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_shells_complete_commands_options_and_codes(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    from click.shell_completion import get_completion_class

    assert run(["completion", shell]) == 0
    assert "_DEMINIMIS_COMPLETE" in capsys.readouterr().out
    found = get_completion_class(shell)
    assert found is not None
    completion = found(main, {}, "deminimis", "_DEMINIMIS_COMPLETE")

    def complete(*before: str, begun: str) -> list[str]:
        return [item.value for item in completion.get_completions(list(before), begun)]

    assert complete(begun="ch") == ["check"]
    assert complete("check", begun="--sel") == ["--select"]
    assert complete("check", "--match", begun="") == ["exact", "normalised", "name", "fuzzy"]
    assert {"DM101", "DM103"} <= set(complete("explain", begun="DM10"))
