"""On which line of a TOML text each table, key and array element stands, which tomllib does not tell."""

import re

TomlPath = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""[ \t]*(?:"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)'|([A-Za-z0-9_-]+))[ \t]*(\.?)""")
_SCALAR = re.compile(
    r'''"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[^,\]}\n#]+''', re.DOTALL
)


def toml_lines(text: str) -> dict[TomlPath, int]:
    """Line numbers, from 1, of everything in a TOML text that tomllib accepts.

    Returns:
        The line on which each table header, key or array element begins, by its path: `("sources", 1, "url")`
        is the url of the second `[[sources]]`. Every table and array on the way to a key has a line as well.
    """
    return _Positions(text).lines


def line_of(lines: dict[TomlPath, int], path: TomlPath) -> int:
    """The line of the longest beginning of `path` that is in the text; 1 if nothing of it is."""
    while path and path not in lines:
        path = path[:-1]
    return lines.get(path, 1)


class _Positions:
    def __init__(self, text: str) -> None:
        self.lines: dict[TomlPath, int] = {}
        self._text = text
        self._at = 0
        self._counted = (0, 1)  # offset, and the line it is on
        self._tables: dict[TomlPath, int] = {}  # arrays of tables: index of the last one
        table: TomlPath = ()
        while self._skip():
            if self._take("[["):
                self._at -= 2
                line = self._line()
                self._at += 2
                *above, last = self._key()
                array = (*self._resolve(tuple(above)), last)
                index = self._tables[array] = self._tables.get(array, -1) + 1
                table = (*array, index)
                self.lines.setdefault(array, line)
                self.lines[table] = line
                self._take("]]")
            elif self._take("["):
                line = self._line()
                table = self._resolve(self._key())
                for depth in range(1, len(table) + 1):
                    self.lines.setdefault(table[:depth], line)
                self._take("]")
            else:
                self._pair(table)

    def _skip(self) -> bool:
        blank = _BLANK.match(self._text, self._at)
        self._at = blank.end() if blank else self._at
        return self._at < len(self._text)

    def _take(self, mark: str) -> bool:
        self._skip()
        found = self._text.startswith(mark, self._at)
        self._at += len(mark) * found
        return found

    def _line(self) -> int:
        offset, line = self._counted
        self._counted = (self._at, line + self._text.count("\n", offset, self._at))
        return self._counted[1]

    def _key(self) -> TomlPath:
        parts: list[str] = []
        while match := _KEY.match(self._text, self._at):
            self._at = match.end()
            parts.append(match[1] or match[2] or match[3] or "")
            if not match[4]:
                break
        return tuple(parts)

    def _resolve(self, keys: TomlPath) -> TomlPath:
        """The path of a header, which leaves out the index of the array's table that it is in."""
        path: TomlPath = ()
        for key in keys:
            path += (key,)
            if path in self._tables:
                path += (self._tables[path],)
        return path

    def _pair(self, table: TomlPath) -> None:
        line = self._line()
        keys = self._key()
        for depth in range(1, len(keys) + 1):
            self.lines.setdefault(table + keys[:depth], line)
        self._take("=")
        self._value(table + keys)

    def _value(self, path: TomlPath) -> None:
        if self._take("["):
            index = 0
            while not self._take("]"):
                self.lines[(*path, index)] = self._line()
                self._value((*path, index))
                self._take(",")
                index += 1
        elif self._take("{"):
            while not self._take("}"):
                self._pair(path)
                self._take(",")
        elif scalar := _SCALAR.match(self._text, self._at):
            self._at = scalar.end()
