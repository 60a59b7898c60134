"""Reads a PDF with PDFium. Run in the worker process only: a PDF is a program."""

import re

import pypdfium2

from corpus.draft import Draft
from corpus.errors import ArticleError
from corpus.limits import ReadingLimits
from corpus.pdf_lines import Line, join_pages
from corpus.plain_text import LONGEST_TITLE

_PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD in fpdfview.h
_LETTER = re.compile("[A-Za-zก-ฮ]")
# Titles that programs put in by themselves, or Thai bytes taken for Latin letters.
_NO_TITLE = re.compile(
    r"untitled.*|microsoft (?:word|powerpoint|excel) - .*|.*\.(?:docx?|pdf|indd|pptx?|xlsx?|tmp)"
    "|document ?\\d*|.*[\x80-\xff\ufffd]{3}.*",
    re.IGNORECASE | re.DOTALL,
)


def read_pdf(data: bytes, limits: ReadingLimits) -> Draft:
    """The draft of a PDF: its title is the document's, if it has a real one, else the first line.

    `published` stays empty, because a PDF's own dates say when the file was made. Raises
    `ArticleError` for broken, encrypted, scanned and too long files.
    """
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code == _PASSWORD_ERROR:
            message = "is encrypted; save it without a password"
        else:
            message = "is broken, no PDF reader opens it; export it again"
        raise ArticleError(message) from error
    text = join_pages(_read_pages(document, limits))
    if not _LETTER.search(text):
        message = "has no text, only pictures (a scan?); run text recognition (OCR) on it first"
        raise ArticleError(message)
    title = document.get_metadata_value("Title").strip()
    if not _LETTER.search(title) or _NO_TITLE.fullmatch(title):
        title, _, _ = text.partition("\n")
    return Draft(text=text, title=title if len(title) <= LONGEST_TITLE else "")


def _read_pages(document: pypdfium2.PdfDocument, limits: ReadingLimits) -> list[list[Line]]:
    pages: list[list[Line]] = []
    left_to_read = limits.characters
    for number in range(len(document)):
        try:
            page = document[number]
        except pypdfium2.PdfiumError as error:
            message = f"is broken on page {number + 1}; export it again"
            raise ArticleError(message) from error
        text_page = page.get_textpage()
        left_to_read -= text_page.count_chars()
        if left_to_read < 0:
            raise ArticleError(limits.describe_too_long())
        pages.append(_read_lines(text_page))
        text_page.close()
        page.close()
    return pages


def _read_lines(text_page: pypdfium2.PdfTextPage) -> list[Line]:
    lines: list[Line] = []
    index = 0
    for text in text_page.get_text_range().split("\r\n"):
        # PDFium counts in UTF-16 units.
        length = len(text.encode("utf-16-le", "surrogatepass")) // 2
        if text.strip():
            left, _, _, _ = text_page.get_charbox(index, loose=True)
            _, _, right, _ = text_page.get_charbox(index + length - 1, loose=True)
            lines.append(Line(text, left, right))
        index += length + 2
    return lines
