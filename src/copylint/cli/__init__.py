"""The door: options in; lines and an exit code out. Each command is a module, imported at need."""

from __future__ import annotations

import os
import signal
import sys
from importlib import import_module
from pathlib import Path

import click

from copylint import __version__
from copylint.errors import CopylintError, UsageError
from copylint.visible import visible

_COMMANDS = {
    "check": "Check files and folders; with --fix, repair them.",
    "clean": "Text in, cleaned text out.",
    "rules": "List the rules.",
    "explain": "Say what a rule is for, with examples.",
    "why": "Say which rules look at a line, and what each found.",
    "measure": "Count findings per rule and 100,000 words on folders of text.",
    "test": "Try rules against their own examples.",
    "init": "Write a settings file to start from.",
    "baseline": "Accept the findings there are, so that only new ones are told.",
    "config": "Show the settings and where each was set.",
    "server": "Serve an editor: findings and repairs while you type.",
    "import-vale": "Carry a Vale style over into rule files.",
}


_OWN_OPTIONS = {"-h", "--help", "-V", "--version"}


class _Group(click.Group):
    """Commands by module name, and `copylint FILE` as `copylint check FILE`."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"copylint.cli.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        # pre-commit passes a file's name as it is, even one that looks like an option; it must
        # never act as one, whatever a contributor calls it.
        args = [f"./{word}" if _is_no_option(word) else word for word in args]
        if args and _is_for_check(args[0]):
            args = ["check", *args]
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] not in _COMMANDS:
            from difflib import get_close_matches

            near = get_close_matches(args[0], _COMMANDS, 1)
            hint = f"did you mean {near[0]!r}?" if near else "'copylint --help' lists the commands"
            raise UsageError(f"no command and no file {args[0]!r}; {hint}")
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        try:
            code: object = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            # Caught here, because click would make it a 1, as if something had been found.
            _hush()
            return 141
        return code


def _is_no_option(word: str) -> bool:
    return word.startswith("-") and "." in word and os.path.lexists(word)


def _is_for_check(word: str) -> bool:
    if word in _COMMANDS or word in _OWN_OPTIONS:
        return False
    return word.startswith("-") or "." in word or "/" in word or os.path.lexists(word)


@click.group(cls=_Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="copylint %(version)s")
def group() -> None:
    """copylint finds and repairs the damage that SEO tools, chatbots and hurried edits leave in
    article text.

    'copylint article.md' checks a file, 'copylint .' this folder, and 'copylint check --fix .'
    repairs what is safe to repair. Nothing is ever changed without --fix.
    """
    if os.environ.get("NO_COLOR"):
        click.get_current_context().color = False


def main(argv: list[str] | None = None) -> int:
    """Run the command line. Exit codes: 0 clean, 1 findings, 2 something could not be done."""
    _open_streams()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        code = group.main(args=argv, prog_name="copylint", standalone_mode=False)
    except CopylintError as error:
        # A rule file's error quotes the line below; here all of it is one line.
        return _fail(str(error).replace("\n    ", "  | "))
    except (click.exceptions.Abort, KeyboardInterrupt):
        return 130
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message())
        return 0
    except click.ClickException as error:
        return _fail(error.format_message())
    except OSError as error:
        _fail(f"{error.filename or 'standard output'}: {error.strerror or error}")
        _hush()
        return 2
    return code if isinstance(code, int) else 0


def _open_streams() -> None:
    """Make both output streams fit for any text, and those that are closed into nothing."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name) or Path(os.devnull).open("w")  # noqa: SIM115
        stream.reconfigure(errors="backslashreplace")
        setattr(sys, name, stream)


def _hush() -> None:
    """Send what is still unwritten nowhere, so that Python's last flush cannot fail."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    os.close(nowhere)


def _fail(message: str) -> int:
    print(f"copylint: {visible(message)}", file=sys.stderr)
    return 2
