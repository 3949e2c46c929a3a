"""The door: options in; lines and an exit code out. Each command is a module, imported when called."""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module

import click

from copylint import __version__
from copylint.errors import CopylintError

_COMMANDS = {
    "check": "Check files and folders, and repair them with --fix.",
    "clean": "Text in, cleaned text out.",
    "rules": "List the rules.",
    "explain": "Say what a rule is for, with examples.",
    "why": "Say which rules look at a line, and what each found.",
    "test": "Try rules against their own examples.",
    "init": "Write a settings file to start from.",
    "config": "Show the settings and where each was set.",
}


class _Group(click.Group):
    """Commands by module name, and `copylint FILE` as `copylint check FILE`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"copylint.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in _COMMANDS and (args[0] == "-" or os.path.lexists(args[0])):
            args = ["check", *args]
        return super().resolve_command(ctx, args)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="copylint %(version)s")
def group() -> None:
    """copylint finds and repairs the damage that SEO tools, chatbots and hurried edits leave in
    article text.

    copylint article.md, or a folder, checks it; 'copylint check --fix' repairs what is safe to repair.
    """


def main(argv: list[str] | None = None) -> int:
    """Run the command line. Exit codes: 0 clean, 1 findings, 2 something could not be done."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        code = group.main(args=argv, prog_name="copylint", standalone_mode=False)
        sys.stdout.flush()
    except CopylintError as error:
        return _fail(str(error))
    except click.exceptions.Abort:
        return 130
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except click.ClickException as error:
        return _fail(error.format_message())
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        return 141
    return code if isinstance(code, int) else 0


def _fail(message: str) -> int:
    print(f"copylint: {message}", file=sys.stderr)
    return 2
