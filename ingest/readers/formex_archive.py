"""The XML documents of a Formex file, in order, opened with care: the file may be anyone's."""

import io
import zipfile
from typing import TYPE_CHECKING

from ingest.readers.errors import UnreadableSource

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_FILES = 2_000
MAX_BYTES = 256 * 1024 * 1024
"""Of all documents together, unpacked; the longest acts of the journal have 30 MB."""

_INDEXES = ("DOC", "PUBLICATION", "OJ")


def documents(data: bytes, location: str) -> "list[_Element]":
    """The roots of the act and its annexes.

    The order is that of the publication's own index (`*.doc.xml`, whose `REF.PHYS` name the files), or else acts
    before annexes, by file name. External entities and DTDs are never loaded and entities never expanded.

    Raises:
        UnreadableSource: Broken or encrypted, too large when unpacked, or a document is not XML.
    """
    if not data.startswith(b"PK"):
        return [_parse(data, location)]
    roots = {
        name: _parse(content, f"{location}: {name}") for name, content in _unpacked(data, location).items()
    }
    if not roots:
        raise UnreadableSource(f"{location}: there is no XML file in this archive")
    listed = [
        name
        for root in roots.values()
        if root.tag in _INDEXES
        for reference in root.iter("REF.PHYS")
        if (name := (reference.get("FILE") or "")) in roots
    ]
    contents = {name: root for name, root in roots.items() if root.tag not in _INDEXES}
    others = sorted(contents.keys() - set(listed), key=lambda name: (contents[name].tag == "ANNEX", name))
    return [contents[name] for name in [*dict.fromkeys(listed), *others] if name in contents]


def _unpacked(data: bytes, location: str) -> dict[str, bytes]:
    """The XML files of an archive by name, without folders; stops at the first byte too many."""
    files: dict[str, bytes] = {}
    left = MAX_BYTES
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = [entry for entry in archive.infolist() if entry.filename.lower().endswith(".xml")]
            if len(entries) > MAX_FILES:
                raise UnreadableSource(
                    f"{location}: {len(entries)} files in one archive; at most {MAX_FILES} are read"
                )
            for entry in entries:
                with archive.open(entry) as file:
                    content = file.read(left + 1)
                left -= len(content)
                if left < 0:
                    raise UnreadableSource(
                        f"{location}: unpacks to more than {MAX_BYTES // 2**20} MB; not a publication of the journal"
                    )
                files[entry.filename.rpartition("/")[2]] = content
    except (zipfile.BadZipFile, EOFError, NotImplementedError, OSError) as error:
        raise UnreadableSource(f"{location}: a broken zip archive ({error})") from None
    except RuntimeError:
        raise UnreadableSource(f"{location}: the archive is encrypted") from None
    return files


def _parse(content: bytes, location: str) -> "_Element":
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root: _Element = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableSource(f"{location}: not well-formed XML ({str(error).splitlines()[0]})") from None
    return root
