"""Where the state of crosslex lies: `$CROSSLEX_HOME`, else the platform's folder for user data."""

import os
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import CrosslexError


@dataclass(frozen=True, slots=True)
class Paths:
    """The folders below a home; none of them need exist."""

    root: Path

    @property
    def cache(self) -> Path:
        """Copies of official texts."""
        return self.root / "cache"

    @property
    def uploads(self) -> Path:
        """The user's own documents."""
        return self.root / "uploads"

    @property
    def index(self) -> Path:
        """Generations of the index."""
        return self.root / "index"

    @property
    def evaluations(self) -> Path:
        """Reports of the evaluations that were run from the page."""
        return self.root / "evaluations"

    @property
    def models(self) -> Path:
        """Unpacked weights."""
        return self.root / "models"


def home(path: Path | None = None) -> Path:
    """The absolute path of the home: `path`, else `$CROSSLEX_HOME`, else the user data folder; nothing is created."""
    if path is None:
        named = os.environ.get("CROSSLEX_HOME", "").strip()
        if named:
            path = Path(named)
        else:
            import platformdirs

            path = platformdirs.user_data_path("crosslex", appauthor=False)
    try:
        return path.expanduser().absolute()
    except (RuntimeError, OSError) as error:  # no home folder known, or the working folder is gone
        raise CrosslexError(
            f"{path} is not a folder that can be found: {error}; set CROSSLEX_HOME"
        ) from error


def paths(path: Path | None = None) -> Paths:
    """The folders below `home(path)`; nothing is created."""
    return Paths(home(path))


def writable(folder: Path) -> Path:
    """`folder`, created if need be.

    Raises:
        CrosslexError: It cannot be created or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise CrosslexError(
            f"{folder} cannot be a folder: a file is in the way; move it or set CROSSLEX_HOME"
        ) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise CrosslexError(
            f"{folder} cannot be created: {reason}; set CROSSLEX_HOME to a folder of yours"
        ) from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise CrosslexError(f"{folder} cannot be written to; set CROSSLEX_HOME to a folder of yours")
    return folder
