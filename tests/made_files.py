"""Builds the PDF and Word files that the tests read, byte by byte where a library won't."""

import io
import unicodedata
import zipfile
import zlib

import docx

_FONT = "<< /Type /Font /Subtype /Type0 /BaseFont /Thai /Encoding /Identity-H {}>>"
_CMAP = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Thai def "
    "/CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange "
    "{} beginbfchar {} endbfchar endcmap end end"
)


def make_pdf(pages: list[list[str]], title: str = "", left_edges: tuple[int, ...] = ()) -> bytes:
    """A PDF with these lines of text, Thai included, by a font that maps glyphs to letters.

    The font is not embedded, so every letter is 6 points wide and marks take no width. Line i of
    a page begins at `left_edges[i]` points, else at 50.
    """
    letters = sorted({letter for page in pages for line in page for letter in line} | {" "})
    glyphs = {letter: number for number, letter in enumerate(letters, start=1)}
    codes = " ".join(
        f"<{number:04X}> <{letter.encode('utf-16-be').hex()}>" for letter, number in glyphs.items()
    )
    widths = " ".join(
        f"{number} [{0 if unicodedata.category(letter) == 'Mn' else 500}]"
        for letter, number in glyphs.items()
    )
    cid_font = (
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Thai /DW 500 /FontDescriptor 6 0 R "
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
        f"/W [{widths}] >>"
    )
    descriptor = (
        "<< /Type /FontDescriptor /FontName /Thai /Flags 4 /FontBBox [0 -200 1000 900] "
        "/ItalicAngle 0 /Ascent 900 /Descent -200 /CapHeight 700 /StemV 80 >>"
    )
    objects = {
        3: _FONT.format("/DescendantFonts [4 0 R] /ToUnicode 5 0 R ").encode(),
        4: cid_font.encode(),
        5: _stream(_CMAP.format(len(glyphs), codes).encode()),
        6: descriptor.encode(),
        7: b"<< /Title <FEFF%s> >>" % title.encode("utf-16-be").hex().encode(),
    }
    for number, page in enumerate(pages):
        shown = "".join(
            f"1 0 0 1 {dict(enumerate(left_edges)).get(at, 50)} {780 - 14 * at} Tm "
            f"<{''.join(f'{glyphs[letter]:04X}' for letter in line)}> Tj\n"
            for at, line in enumerate(page)
        )
        objects[8 + 2 * number] = _page(9 + 2 * number)
        objects[9 + 2 * number] = _stream(f"BT /F1 12 Tf\n{shown}ET".encode())
    return _join_pdf(objects, page_numbers=range(8, 8 + 2 * len(pages), 2))


def make_pdf_of_operators(operators: bytes, times_packed: int = 1) -> bytes:
    """A PDF of one page whose content is `operators`, deflated that many times."""
    filters = b" ".join([b"/FlateDecode"] * times_packed)
    for _ in range(times_packed):
        operators = zlib.compress(operators, 9)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    stream = _stream(operators, b"/Filter [" + filters + b"] ")
    return _join_pdf({3: font, 8: _page(9), 9: stream}, page_numbers=[8])


def encrypt_pdf(pdf: bytes) -> bytes:
    """`pdf` said to be encrypted with a password that nobody knows."""
    keys = (b"/O <" + b"ab" * 32 + b"> ") + (b"/U <" + b"cd" * 32 + b"> ")
    encrypt = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 " + keys + b">> /ID [<01> <01>] /Root"
    return pdf.replace(b"/Root", encrypt)


def make_docx(document: docx.document.Document) -> bytes:
    """The bytes that `document.save` writes."""
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def replace_in_docx(data: bytes, old: bytes, new: bytes) -> bytes:
    """`data` with `old` replaced in the XML of its body."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            part = source.read(name)
            is_body = name == "word/document.xml"
            target.writestr(name, part.replace(old, new) if is_body else part)
    return buffer.getvalue()


def make_zip_bomb(megabytes: int) -> bytes:
    """A zip file with a Word body of so many megabytes of spaces."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package,
        package.open("word/document.xml", "w") as part,
    ):
        for _ in range(megabytes):
            part.write(b" " * 1_000_000)
    return buffer.getvalue()


def _page(content: int) -> bytes:
    return (
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] "
        f"/Resources << /Font << /F1 3 0 R >> >> /Contents {content} 0 R >>"
    ).encode()


def _stream(data: bytes, fields: bytes = b"") -> bytes:
    return b"<< %s/Length %d >>\nstream\n%s\nendstream" % (fields, len(data), data)


def _join_pdf(objects: dict[int, bytes], page_numbers: "range | list[int]") -> bytes:
    kids = " ".join(f"{number} 0 R" for number in page_numbers)
    objects[1] = b"<< /Type /Catalog /Pages 2 0 R >>"
    objects[2] = f"<< /Type /Pages /Kids [{kids}] /Count {len(page_numbers)} >>".encode()
    out, table = b"%PDF-1.7\n", b""
    for number in sorted(objects):
        table += b"%d 1\n%010d 00000 n \n" % (number, len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, objects[number])
    size = max(objects) + 1
    info = b"/Info 7 0 R " if 7 in objects else b""
    trailer = b"trailer << /Size %d /Root 1 0 R %s>>\n" % (size, info)
    xref = b"xref\n0 1\n0000000000 65535 f \n" + table
    return out + xref + trailer + b"startxref\n%d\n%%%%EOF" % len(out)
