"""Refuses files that are not what their name says, and those that could act when opened.

The articles folder keeps files as they came, and people open them there.
"""

import functools
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from corpus.errors import ArticleError

_HEAD = 1024  # where readers look for a PDF's mark
_TAIL = 65_557  # where readers look for the end of a zip file
_PDF, _ZIP, _ZIP_END = b"%PDF-", b"PK\x03\x04", b"PK\x05\x06"
_PROGRAMS = (b"MZ", b"\x7fELF")
_PAGE = re.compile(rb"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html)\b", re.I)
_ACTIVE_NAMES = ("JavaScript", "JS", "Launch", "EmbeddedFile", "EmbeddedFiles", "RichMedia", "XFA")
_MOST_UNPACKED = 4_000_000  # of one stream of objects; a real one has kilobytes
_LONGEST_HEADER = 400
_ACTIVE_PARTS = re.compile(r"vbaProject|activeX|embeddings/|\.(?:exe|dll|js|vbs|bat|scr)$", re.I)
_PAGES = frozenset({".html", ".htm"})
_KINDS = {".pdf": "a PDF", ".docx": "a Word file"}


def check_content(data: bytes, suffix: str) -> None:
    """Raises ArticleError, one line without the name, for a file that is not to be taken."""
    head = data[:_HEAD]
    if head.startswith(_PROGRAMS) and b"\0" in head:
        message = "is a program, not an article; send the article itself"
        raise ArticleError(message)
    found, expected = _name_kind(head), _KINDS.get(suffix, "")
    if suffix in _PAGES and found == "a web page":
        found = ""
    if expected and found != expected:
        message = f"is not {expected}, though its name ends in {suffix}; save it again, or as .txt"
        raise ArticleError(message)
    if found != expected:
        message = f"is {found}, though its name ends in {suffix}; give it the ending that fits"
        raise ArticleError(message)
    if suffix == ".pdf":
        _check_pdf(data)
    elif suffix == ".docx":
        _check_docx(data)


def is_page(article_id: str) -> bool:
    """Whether the file is a web page; of one, only the text that was read in it is kept."""
    return PurePosixPath(article_id).suffix.lower() in _PAGES


def _name_kind(head: bytes) -> str:
    """What the content is, where its beginning tells; a PDF may have some bytes before it."""
    if head.startswith(_ZIP):
        return "a Word file"
    if _PDF in head:
        return "a PDF"
    return "a web page" if _PAGE.match(head) else ""


def _check_pdf(data: bytes) -> None:
    if _ZIP_END in data[-_TAIL:]:
        message = "is a PDF and a zip file at once; print it to a new PDF"
        raise ArticleError(message)
    if any(_find_active().search(part) for part in _list_objects(data)):
        message = "has scripts or files inside; print it to a new PDF, or save it as .txt"
        raise ArticleError(message)


@functools.cache
def _find_active() -> re.Pattern[bytes]:
    """Finds the names of what acts; in a PDF any letter may be written as #xx: /J#53 is /JS."""
    letters = (
        "".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in name)
        for name in sorted(_ACTIVE_NAMES, key=len, reverse=True)
    )
    return re.compile(f"/(?:{'|'.join(letters)})(?=[\\s/<(\\[])".encode())


def _list_objects(data: bytes) -> Iterator[bytes]:
    """The parts of a PDF that hold objects: what is outside of streams, and packed objects."""
    at = 0
    while (start := data.find(b"stream", at)) >= 0:
        end = data.find(b"endstream", start)
        if end < 0:
            break
        yield data[at:start]
        if b"/ObjStm" in data[max(at, start - _LONGEST_HEADER) : start]:
            yield _unpack(data[start + len(b"stream") : end].lstrip(b"\r\n"))
        at = end + len(b"endstream")
    yield data[at:]


def _unpack(packed: bytes) -> bytes:
    """The objects; nothing for what is damaged, where no reader finds anything either."""
    try:
        return zlib.decompressobj().decompress(packed, _MOST_UNPACKED)
    except zlib.error:
        return b""


def _check_docx(data: bytes) -> None:
    if _PDF in data[:_HEAD]:
        message = "is a Word file and a PDF at once; save it again, or as .txt"
        raise ArticleError(message)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        message = "is a damaged Word file; save it again, or as .txt"
        raise ArticleError(message) from error
    if any(_ACTIVE_PARTS.search(name) for name in names):
        message = "has macros or files inside; save it as .docx without them, or as .txt"
        raise ArticleError(message)
