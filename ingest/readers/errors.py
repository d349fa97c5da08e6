"""What a reader raises when a source cannot be read: one line each, naming the source."""

from corpus.errors import CrosslexError


class UnreadableSource(CrosslexError):  # noqa: N818 (reads as a sentence where it is raised)
    """The bytes are not what their media type says, or are broken, encrypted or empty."""


class NeedsOCR(UnreadableSource):
    """A PDF whose pages are pictures: there is no text layer to index."""
