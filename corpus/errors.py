"""The one exception family of crosslex: every message is one line that a person can act on."""


class CrosslexError(Exception):
    """A failure that a user can do something about; its text is the line shown on stderr."""


class UsageError(CrosslexError):
    """The request itself is wrong (unknown instrument, bad date, empty question): exit code 2."""
