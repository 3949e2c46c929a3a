"""`copylint init`: a settings file to start from."""

from __future__ import annotations

from pathlib import Path

import click

from copylint.errors import UsageError

_STARTER = """\
# copylint settings; 'copylint config' shows what is in force and where it was set.

# Exit with 1 from this severity on: error, warning, info, never.
fail-on = "warning"

# Folders and files to leave alone, as in .gitignore.
exclude = []

# Rules by id, family or glob: 'copylint rules' lists them.
extend-select = []
ignore = []

# A severity of your own for a rule or family.
[severity]
# "claims/uncited-statistic" = "info"

# Other settings for some files.
# [[override]]
# files = ["drafts/**"]
# ignore = ["claims"]
"""


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("folder", default=".", type=click.Path(exists=True, file_okay=False))
def command(folder: str) -> int:
    """Write copylint.toml into FOLDER (by default this one); an existing file is left alone."""
    path = Path(folder) / "copylint.toml"
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(_STARTER)
    except FileExistsError as error:
        raise UsageError(f"{path} exists already; it was left as it is") from error
    except OSError as error:
        raise UsageError(f"{path} cannot be written: {error.strerror}") from error
    click.echo(f"wrote {path}")
    return 0
