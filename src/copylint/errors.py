"""What can go wrong that the user can mend: each error's text is ready to print as it stands.

CopylintError
├── UsageError    an option or a name on the command line
├── ConfigError   a settings file
├── RuleError     a rule file
├── PluginError   a plugin that is broken, or lacks something
├── ReadError     a file that cannot be read as text
├── WriteError    a file that cannot be written, or changed under our hands
└── FixError      repairs that do not settle, or would harm the markup
"""

from __future__ import annotations


class CopylintError(Exception):
    """The root of every error that is the input's fault and not ours."""


class UsageError(CopylintError):
    """A wrong option, rule name or format on the command line."""


class ConfigError(CopylintError):
    """A settings file that cannot be used: `path:line: what is wrong, and the cure`."""


class RuleError(CopylintError):
    """A rule file that cannot be used: `path:line: what is wrong, and the cure`."""


class PluginError(CopylintError):
    """A plugin that cannot be used; the message names the package it came with."""


class ReadError(CopylintError):
    """A file that cannot be read as text; the message does not repeat the path."""


class WriteError(CopylintError):
    """A file that was not written; the message does not repeat the path."""


class FixError(CopylintError):
    """Repairs that were refused; the text stays as it was and the message says why."""
