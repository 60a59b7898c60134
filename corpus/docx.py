"""Reads a Word file with python-docx. Run in the worker process only."""

import io
import zipfile
from collections.abc import Iterator

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement

from corpus.draft import Draft
from corpus.errors import ArticleError
from corpus.limits import ReadingLimits
from corpus.plain_text import LONGEST_TITLE

_OLD_WORD_OR_ENCRYPTED = b"\xd0\xcf\x11\xe0"
_MOST_PARTS = 5000
_PARAGRAPH, _TABLE, _ROW, _CELL = qn("w:p"), qn("w:tbl"), qn("w:tr"), qn("w:tc")
# Deleted and moved text, the copies that old versions of Word would show, field codes.
_UNSEEN = frozenset(
    (
        qn("w:del"),
        qn("w:moveFrom"),
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
        qn("w:instrText"),
        qn("w:pPr"),
        qn("w:rPr"),
    )
)
_SHOWN_AS = {qn("w:tab"): " ", qn("w:br"): "\n", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}


def read_docx(data: bytes, limits: ReadingLimits) -> Draft:
    """The draft of a `.docx`: headings, paragraphs, lists and tables in the order of the document.

    The title is the document's property, else its first heading, else its first line. `published`
    stays empty, because the file's own dates say when it was made. Raises `ArticleError` for
    broken, encrypted and too large files and for XML that declares entities.
    """
    _check_package(data, limits)
    try:
        document = docx.Document(io.BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:  # lxml: SyntaxError
        message = "is broken or no Word document; save it again as .docx"
        raise ArticleError(message) from error
    styles = {style.style_id: (style.name or "").lower() for style in document.styles}
    lines = list(_lines_of(document, styles))
    text = "\n\n".join(line for _, line in lines)
    heading = next((line for is_heading, line in lines if is_heading), text.partition("\n")[0])
    title = (document.core_properties.title or "").strip() or heading
    return Draft(text=text, title=title if len(title) <= LONGEST_TITLE else "")


def _check_package(data: bytes, limits: ReadingLimits) -> None:
    """Raise `ArticleError` for what must not be opened, from the zip directory and raw parts.

    `zipfile` never unpacks more of a part than the directory declares, so the check holds.
    """
    if data.startswith(_OLD_WORD_OR_ENCRYPTED):
        message = "is encrypted or an old .doc; save it as .docx without a password"
        raise ArticleError(message)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            unpacked = sum(part.file_size for part in parts)
            too_large = unpacked > min(limits.unpacked_bytes, limits.unpacked_ratio * len(data))
            if too_large or len(parts) > _MOST_PARTS:
                message = (
                    f"unpacks to {unpacked:,} bytes, too many; remove its pictures or split it"
                )
                raise ArticleError(message)
            xml = (part for part in parts if part.filename.endswith((".xml", ".rels")))
            if any(b"<!DOCTYPE" in package.read(part).replace(b"\0", b"") for part in xml):
                message = "declares XML entities, which Word never does; save it again from Word"
                raise ArticleError(message)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        message = "is broken, its zip file can't be opened; save it again as .docx"
        raise ArticleError(message) from error


def _lines_of(document: Document, styles: dict[str, str]) -> Iterator[tuple[bool, str]]:
    """(is a heading, text) of every paragraph and table with text in it."""
    for block in _nearest(document.element.body, _PARAGRAPH, _TABLE):
        if block.tag == _TABLE:
            rows = (
                " | ".join(_text_of(cell).strip() for cell in _nearest(row, _CELL))
                for row in _nearest(block, _ROW)
            )
            text = "\n".join(row for row in rows if row.strip(" |"))
            is_heading = is_item = False
        else:
            text = _text_of(block).strip()
            style = styles.get(block.style or "", "")
            is_heading = style.startswith(("heading", "title"))
            is_numbered = block.find(f"{qn('w:pPr')}/{qn('w:numPr')}") is not None
            is_item = not is_heading and (is_numbered or style.startswith("list"))
        if text:
            yield is_heading, f"- {text}" if is_item else text


def _nearest(element: BaseOxmlElement, *tags: str) -> Iterator[BaseOxmlElement]:
    """The first elements with one of `tags` on every way down, also inside content controls."""
    for child in element:
        if child.tag in tags:
            yield child
        elif child.tag not in _UNSEEN:
            yield from _nearest(child, *tags)


def _text_of(element: BaseOxmlElement) -> str:
    """What a reader sees of `element`: insertions and links, no deletions."""
    pieces: list[str] = []
    for child in element:
        if child.tag == qn("w:t"):
            pieces.append(child.text or "")
        elif child.tag in _SHOWN_AS:
            pieces.append(_SHOWN_AS[child.tag])
        elif child.tag not in _UNSEEN:
            pieces.append(_text_of(child))
            if child.tag == _PARAGRAPH:
                pieces.append(" ")
    return "".join(pieces)
