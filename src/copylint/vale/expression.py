"""Patterns as Vale reads them, in the language of rule files.

Vale runs the .NET language of patterns with some of Go's words. The `regex` package knows nearly
all of it; what it reads otherwise is rewritten here, and what it cannot say is refused.
"""

from __future__ import annotations

import regex

_INLINE = regex.compile(r"\(\?([a-zA-Z]*)(?:-([a-zA-Z]*))?\)")
_SCOPED = regex.compile(r"\(\?([a-zA-Z]*)(?:-([a-zA-Z]*))?:")
_NAMED = regex.compile(r"\(\?(?:P?<|')(?P<name>[A-Za-z_]\w*)[>']")
_COUNT = regex.compile(r"\{\d+(?:,\d*)?\}")
_CODE = regex.compile(r"\\x\{([0-9A-Fa-f]+)\}")
_BACK = regex.compile(r"\\k[<{']([A-Za-z_]\w*)[>}']")
_PROPERTY = regex.compile(r"\\[pP](?:\{[^{}]*\}|\w)")
#: Escapes that `regex` knows and Vale does not, so that they cannot mean what `regex` reads.
_FOREIGN = frozenset("GKLNRXmM")
_FLAGS = frozenset("ims")


class UncarriedError(Exception):
    """Something of a Vale rule that cannot be said here: `key` of the rule, and the reason."""

    def __init__(self, key: str, reason: str) -> None:
        super().__init__(f"{key}: {reason}")
        self.key = key
        self.reason = reason


def ours(pattern: str, *, named: bool = False, key: str = "tokens") -> str:
    """A pattern of Vale for the `regex` package.

    `named`: its groups get the names g1, g2 …, for a replacement to use. `key`: where it stands in
    the rule. Raises UncarriedError.
    """
    made = _Rewriting(pattern, named, key).text()
    try:
        regex.compile(made, regex.M)
    except regex.error as error:
        problem = f"the pattern {pattern!r} cannot be read: {error}"
        raise UncarriedError(key, problem) from error
    return made


class _Rewriting:
    """One pattern, from left to right."""

    def __init__(self, pattern: str, named: bool, key: str) -> None:
        self.pattern = pattern
        self.named = named
        self.key = key
        self.groups = 0
        # For each open group, the flags set inside it: they hold to its end, alternatives too.
        self.flags: list[list[str]] = [[]]

    def fail(self, problem: str) -> UncarriedError:
        return UncarriedError(self.key, f"the pattern {self.pattern!r} {problem}")

    def text(self) -> str:
        at, made = 0, []
        while at < len(self.pattern):
            piece, at = self._piece(at)
            made.append(piece)
        if len(self.flags) != 1:
            raise self.fail("has an open group")
        return "".join(made) + ")" * len(self.flags[0])

    def _piece(self, at: int) -> tuple[str, int]:
        char = self.pattern[at]
        if char == "\\":
            return self._escape(at)
        if char == "[":
            return self._set(at)
        if char == "(":
            return self._group(at)
        if char == ")":
            if len(self.flags) == 1:
                raise self.fail("closes a group that is not open")
            return ")" * (1 + len(self.flags.pop())), at + 1
        if char == "|" and self.flags[-1]:
            inner = self.flags[-1]
            return ")" * len(inner) + "|" + "".join(inner), at + 1
        if char == "{":
            count = _COUNT.match(self.pattern, at)
            return (count[0], count.end()) if count else (r"\{", at + 1)
        if char == "}":
            return r"\}", at + 1
        return char, at + 1

    def _escape(self, at: int) -> tuple[str, int]:
        following = self.pattern[at + 1 : at + 2]
        if not following:
            raise self.fail("ends in a backslash")
        if following in _FOREIGN:
            raise self.fail(rf"uses \{following}")
        for expression in (_CODE, _BACK, _PROPERTY):
            found = expression.match(self.pattern, at)
            if found is None:
                continue
            if expression is _CODE:
                return f"\\U{int(found[1], 16):08x}", found.end()
            return (f"(?P={found[1]})" if expression is _BACK else found[0]), found.end()
        if following == "Q":
            end = self.pattern.find(r"\E", at)
            end = len(self.pattern) if end < 0 else end
            return regex.escape(self.pattern[at + 2 : end]), end + 2
        known = {"z": r"\Z", "Z": r"(?=\n?\Z)", "e": r"\x1b", "/": "/"}
        return known.get(following, f"\\{following}"), at + 2

    def _set(self, at: int) -> tuple[str, int]:
        """A set of characters; what `regex` would take for a set in it is made a character."""
        made, at = ["["], at + 1
        if self.pattern[at : at + 1] == "^":
            made, at = ["[^"], at + 1
        first = True
        while at < len(self.pattern) and (first or self.pattern[at] != "]"):
            first = False
            char = self.pattern[at]
            if char == "\\":
                piece, at = self._escape(at)
                made.append(piece)
                continue
            posix = regex.compile(r"\[:\^?\w+:\]").match(self.pattern, at)
            if posix:
                made.append(posix[0])
                at = posix.end()
                continue
            if char == "[" and self.pattern[at - 1] == "-":
                raise self.fail("takes one set from another")
            twice = char in "&~|-" and self.pattern[at + 1 : at + 2] == char
            made.append(f"\\{char}" if char in "[]" or twice else char)
            at += 1
        if at >= len(self.pattern):
            raise self.fail("has an open set")
        return "".join(made) + "]", at + 1

    def _group(self, at: int) -> tuple[str, int]:
        inline = _INLINE.match(self.pattern, at)
        if inline:
            opened = self._flags(inline[1], inline[2])
            self.flags[-1] += [opened] if opened else []
            return opened, inline.end()
        self.flags.append([])
        scoped = _SCOPED.match(self.pattern, at)
        if scoped:
            return self._flags(scoped[1], scoped[2]) or "(?:", scoped.end()
        name = _NAMED.match(self.pattern, at)
        if name:
            return f"(?P<{name['name']}>", name.end()
        for opening in ("(?=", "(?!", "(?<=", "(?<!", "(?>"):
            if self.pattern.startswith(opening, at):
                return opening, at + len(opening)
        if self.pattern.startswith("(?#", at):
            self.flags.pop()
            end = self.pattern.find(")", at)
            return "", (len(self.pattern) if end < 0 else end + 1)
        if self.pattern.startswith("(?", at):
            raise self.fail(f"uses {self.pattern[at : at + 3]!r}")
        self.groups += 1
        return (f"(?P<g{self.groups}>" if self.named else "("), at + 1

    def _flags(self, on: str, off: str | None) -> str:
        """The opening of a group with these flags; nothing where they hold anyway."""
        wrong = (set(on) | set(off or "")) - _FLAGS
        if wrong or "m" in (off or ""):
            raise self.fail(f"sets the flag {min(wrong, default='-m')!r}")
        on, off = on.replace("m", ""), off or ""
        return f"(?{on}{'-' * bool(off)}{off}:" if on or off else ""
