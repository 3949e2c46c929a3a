"""`copylint config`: the settings in force and the origin of each."""

from __future__ import annotations

from typing import Any

import click

from copylint import config as configuration
from copylint.cli import options
from copylint.visible import visible


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("path", default="")
@options.shared
def command(path: str, **shared: Any) -> int:
    """Show the settings for PATH (by default this folder) and where each was set."""
    space = options.workspace(**shared)
    config = space.config(path)
    click.echo(visible(f"settings: {config.file or 'defaults (no settings file found)'}"))
    for name, value, origin in configuration.settings(config):
        click.echo(visible(f"{name} = {value}    # {origin}"))
    click.echo(f"{len(space.linter(path).rules)} of {len(space.rules(config))} rules run")
    return 0
