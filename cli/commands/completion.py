"""`deminimis completion SHELL`: the script with which a shell completes commands, options and codes."""

import click
from click.shell_completion import get_completion_class

VARIABLE = "_DEMINIMIS_COMPLETE"


@click.command("completion")
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def command(ctx: click.Context, shell: str) -> int:
    """Print the completion script of bash, zsh or fish.

    \b
    bash:       deminimis completion bash >> ~/.bashrc
    zsh:        deminimis completion zsh >> ~/.zshrc
    fish:       deminimis completion fish > ~/.config/fish/completions/deminimis.fish
    Example:    deminimis completion fish
    """
    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(ctx.find_root().command, {}, "deminimis", VARIABLE).source())
    return 0
