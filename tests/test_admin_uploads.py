"""Uploads: safe names, what is refused, what is already there, and how it is added and undone."""

import asyncio
import io
import shutil
import threading
import zipfile
import zlib
from pathlib import PurePosixPath

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_files import make_docx, make_pdf
from made_site import Page, serve_site

from bot.admin.adding import add_article, remove_article, undo_change
from bot.admin.downloading import download_bytes
from bot.admin.inspecting import compare_texts, find_similar, inspect_file, make_file
from bot.admin.naming import find_free_id, make_article_id
from bot.admin.rolling import find_previous, roll_back_from
from bot.admin.screening import check_content
from bot.admin.staging import drop_upload, list_uploads, read_upload, stage_upload
from bot.collection import NewFile
from bot.settings import Settings
from corpus.article import Article
from corpus.errors import ArticleError, IndexDataError, UsageError
from corpus.folder_walk import list_folder
from corpus.sandbox import Sandbox
from index.generations import read_current
from index.update import update_index

SENTENCE = "คุนซานเป็นเมืองในมณฑลเจียงซู ทางตะวันออกของจีน มีพื้นที่ติดกับเซี่ยงไฮ้"
PDF = make_pdf([["คุนซาน", SENTENCE]])


def article(article_id, text, url=None, title="คุนซาน"):
    return Article(article_id, title, url, None, None, "th", text)


@pytest.fixture
def sandbox():
    with Sandbox() as each:
        yield each


@pytest.fixture
def settings(tmp_path):
    (tmp_path / "บทความ").mkdir()
    return Settings(articles=tmp_path / "บทความ", data=tmp_path / "ข้อมูล")


def put(settings, name, text):
    (settings.articles / name).write_text(text, "utf-8")


@pytest.mark.parametrize(
    ("name", "article_id"),
    [
        ("รายงาน ปี 2564.pdf", "รายงาน ปี 2564.pdf"),
        ("../../../etc/cron.d/ก.md", "ก.md"),
        ("C:\\Users\\มาลี\\ข่าว.DOCX", "ข่าว.docx"),
        (".ซ่อน.txt", "ซ่อน.txt"),
        ("ก\u202egpj.\u2066b.html", "ก-gpj.-b.html"),
        ("ก\x00\n<b>&;|$(x).md", "ก-b-(x).md"),
        ("con.md", "article-2d711642b726.md"),
        ("….md", "article-2d711642b726.md"),
        ("ก" * 300 + ".txt", "ก" * 40 + ".txt"),
    ],
)
def test_a_name_is_made_safe(name, article_id):
    assert make_article_id(name, b"x") == article_id


@given(st.text(max_size=300))
def test_whatever_the_name_the_file_stays_in_the_folder(name):
    made = make_article_id(f"{name}.md", name.encode("utf-8", "surrogatepass"))
    assert PurePosixPath(made).name == made
    assert made.isprintable()
    assert not made.startswith((".", "-", "~"))
    assert len(made.encode()) <= 130
    assert make_article_id(made, b"") == made


def test_every_safe_name_is_listed_as_an_article(tmp_path):
    names = ["รายงาน (ฉบับ 2), ปี 2564.md", "กำแพง.txt", "a-b_c.d.html"]
    for name in names:
        assert make_article_id(name, b"") == name
        (tmp_path / name).write_text(SENTENCE, "utf-8")
    assert sorted(stamp.id for stamp in list_folder(tmp_path).stamps) == sorted(names)


def test_a_taken_name_gets_the_first_free_number():
    taken = {"ก.md", "ก-2.md"}
    assert find_free_id("ก.md", taken.__contains__) == "ก-3.md"
    assert find_free_id("ข.md", taken.__contains__) == "ข.md"


def _zip_with(*names):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return buffer.getvalue()


def _pack_object(data):
    packed = zlib.compress(data)
    head = b"9 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length %d >>\nstream\n" % len(packed)
    return b"%PDF-1.7\n" + head + packed + b"\nendstream"


@pytest.mark.parametrize(
    ("data", "suffix", "words"),
    [
        (PDF, ".txt", "is a PDF, though its name ends in .txt"),
        (PDF, ".docx", "is not a Word file"),
        (SENTENCE.encode(), ".pdf", "is not a PDF"),
        (_zip_with("word/document.xml"), ".md", "is a Word file"),
        (b"<!DOCTYPE html><html>", ".md", "is a web page"),
        (b"MZ\x90\x00\x03", ".txt", "is a program"),
        (b"\x7fELF\x02\x01\x01\x00", ".html", "is a program"),
        (PDF + _zip_with("ก.txt"), ".pdf", "is a PDF and a zip file at once"),
        (_zip_with("%PDF-1.7", "word/document.xml"), ".docx", "is a Word file and a PDF at once"),
        (PDF + b"<< /S /JavaScript /J#53 (app) >>", ".pdf", "has scripts or files inside"),
        (PDF + b"<< /J#61vaScript 1 0 R >>", ".pdf", "has scripts or files inside"),
        (PDF + b"<< /S/Launch/F(cmd.exe) >>", ".pdf", "has scripts or files inside"),
        (_pack_object(b"1 0 << /S /JavaScript >>"), ".pdf", "has scripts or files inside"),
        (_zip_with("word/document.xml", "word/vbaProject.bin"), ".docx", "has macros"),
        (_zip_with("word/embeddings/oleObject1.bin"), ".docx", "has macros or files inside"),
        (b"PK\x03\x04" + b"\0" * 50, ".docx", "is a damaged Word file"),
    ],
)
def test_a_file_that_lies_or_could_act_is_refused_in_one_line(data, suffix, words):
    with pytest.raises(ArticleError, match=words) as refused:
        check_content(data, suffix)
    assert "\n" not in str(refused.value)


def test_ordinary_files_pass():
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    check_content(PDF, ".pdf")
    check_content(make_docx(document), ".docx")
    check_content(f"<html><body>{SENTENCE}</body></html>".encode(), ".html")
    check_content(f"MZ คือรหัส\n{SENTENCE}".encode(), ".txt")
    check_content(_pack_object(b"1 0 << /Type /Font /JSName 1 >>"), ".pdf")


def test_of_a_web_page_only_its_text_is_kept(sandbox):
    body = f"<script>alert(1)</script><p>{SENTENCE * 5}</p>"
    page = f"<html><title>คุนซาน</title><body>{body}</body></html>"
    file = make_file("ข่าว.html", page.encode(), sandbox)
    assert file.id == "ข่าว.md"
    assert "alert" not in file.data.decode()
    assert SENTENCE in file.data.decode()


def test_an_upload_is_staged_read_and_dropped(settings):
    stage_upload(settings, "Xa9-_kQ2b7E", PDF)
    folder = settings.data / "uploads"
    assert folder.stat().st_mode & 0o777 == 0o700
    assert read_upload(settings, "Xa9-_kQ2b7E") == PDF
    assert list_uploads(settings) == {"Xa9-_kQ2b7E"}
    drop_upload(settings, "Xa9-_kQ2b7E")
    drop_upload(settings, "Xa9-_kQ2b7E")
    assert read_upload(settings, "Xa9-_kQ2b7E") is None


def test_what_is_there_already_is_found(settings, sandbox):
    for name in ("ก.txt", "ข.txt", "ค.txt"):
        put(settings, name, "x")
    url = "https://example.com/ข่าว"
    indexed = [
        article("ก.txt", "ข้อความเก่า " + SENTENCE),
        article("ข.txt", SENTENCE),
        article("ค.txt", "ฉบับก่อน", url="http://www.example.com/ข่าว/", title="ฉบับก่อน"),
        article("หาย.txt", SENTENCE),
    ]
    file = NewFile("ก.txt", f"คุนซาน\n{SENTENCE}".encode())
    found = inspect_file(file, settings, sandbox, indexed)
    assert [(each.kind, each.article_id) for each in found.likes] == [
        ("same name", "ก.txt"),
        ("same text", "ข.txt"),
    ]
    assert found.likes[0].shared == 1.0
    data = f"---\ntitle: ใหม่\nurl: {url}\npublished: 2021-05-04\n---\nฉบับใหม่".encode()
    found = inspect_file(NewFile("ใหม่.md", data), settings, sandbox, indexed)
    (like,) = found.likes
    assert (like.kind, like.article_id, like.answers_from) == ("other version", "ค.txt", "ใหม่.md")


def test_the_very_same_file_is_known(settings, sandbox):
    put(settings, "ก.txt", f"คุนซาน\n{SENTENCE}")
    file = NewFile("ก.txt", f"คุนซาน\n{SENTENCE}".encode())
    assert inspect_file(file, settings, sandbox, []).already_there


def test_similar_articles_share_half_their_letters_in_a_row():
    new = article("ใหม่.md", SENTENCE)
    longer = article("ยาว.md", SENTENCE + "และมีประชากรสองล้านคนในปี 2563")
    other = article("อื่น.md", "ช้างแม่ลูกคู่หนึ่งเป็นดาวเด่นของสวนสัตว์")
    (found,) = find_similar(new, [other, longer, new])
    assert (found.article_id, found.kind, found.shared) == ("ยาว.md", "similar", 1.0)
    assert compare_texts(new.text, other.text) == 0.0
    assert compare_texts("", "") == 1.0


def test_an_article_is_added_once_however_often_it_is_confirmed(settings):
    file = NewFile("ก.txt", f"คุนซาน\n{SENTENCE}".encode())
    for _ in range(2):
        change = add_article(settings, file, None)
        assert (change.title, change.added, change.kept) == ("คุนซาน", "ก.txt", None)
    undo_change(settings, change.added, change.kept)
    assert list(settings.articles.iterdir()) == []
    assert (settings.removed_folder / "ก.txt").read_bytes() == file.data


def test_a_replaced_article_of_the_same_name_comes_back_when_undone(settings):
    put(settings, "ก.txt", "เก่า\nฉบับเก่า")
    file = NewFile("ก.txt", f"คุนซาน\n{SENTENCE}".encode())
    change = add_article(settings, file, "ก.txt")
    assert change.kept == ("ก.txt", "removed/ก.txt")
    assert (settings.articles / "ก.txt").read_bytes() == file.data
    undo_change(settings, change.added, change.kept)
    assert (settings.articles / "ก.txt").read_text("utf-8") == "เก่า\nฉบับเก่า"


def test_an_article_takes_the_place_of_another_name_and_gives_it_back(settings):
    put(settings, "เก่า.txt", "เก่า\nฉบับเก่า")
    change = add_article(settings, NewFile("ใหม่.pdf", PDF), "เก่า.txt")
    assert [path.name for path in settings.articles.iterdir()] == ["ใหม่.pdf"]
    assert change.kept == ("เก่า.txt", "removed/เก่า.txt")
    undo_change(settings, change.added, change.kept)
    assert [path.name for path in settings.articles.iterdir()] == ["เก่า.txt"]


def test_a_removed_article_comes_back_when_undone(settings):
    put(settings, "ก.txt", "คุนซาน\nฉบับเก่า")
    change = remove_article(settings, "ก.txt", "คุนซาน")
    assert list(settings.articles.iterdir()) == []
    undo_change(settings, change.added, change.kept)
    assert (settings.articles / "ก.txt").read_text("utf-8") == "คุนซาน\nฉบับเก่า"


def test_the_sample_articles_are_not_changed(tmp_path):
    with pytest.raises(UsageError, match="set KHAMTOB_ARTICLES to a folder of your own"):
        add_article(Settings(data=tmp_path), NewFile("ก.pdf", PDF), None)


def test_a_download_ends_at_its_limit_whatever_the_server_claims():
    def pour(out):
        while True:
            out.write("ก".encode() * 10_000)

    with serve_site() as site:
        site.pages["/ท่วม"] = Page(write=pour)
        site.pages["/พอดี"] = Page(body=PDF)
        with pytest.raises(ArticleError, match="is larger than 1,000,000 bytes"):
            asyncio.run(download_bytes(f"{site.url}/ท่วม", 1_000_000))
        with pytest.raises(ArticleError, match="404"):
            asyncio.run(download_bytes(f"{site.url}/ไม่มี", 1_000_000))
        assert asyncio.run(download_bytes(f"{site.url}/พอดี", len(PDF))) == PDF


def test_a_download_that_stalls_is_given_up_without_telling_the_address():
    release = threading.Event()
    with serve_site() as site:
        site.pages["/bot123:TOKEN/ช้า"] = Page(write=lambda _out: release.wait(5))
        with pytest.raises(ArticleError, match="did not arrive") as refused:
            asyncio.run(download_bytes(f"{site.url}/bot123:TOKEN/ช้า", 1000, seconds=0.2))
        release.set()
    assert "TOKEN" not in str(refused.value)


def test_going_back_twice_for_one_order_goes_back_once(sample_index, encoder, tmp_path):
    folder, articles = tmp_path / "index", tmp_path / "บทความ"
    shutil.copytree(sample_index, folder)
    with pytest.raises(IndexDataError, match="nothing to go back to"):
        find_previous(folder)
    articles.mkdir()
    (articles / "ก.txt").write_text(f"คุนซาน\n{SENTENCE}", "utf-8")
    update_index(articles, folder, encoder, lambda *_progress: None)
    current, other = find_previous(folder)
    assert (current, other.number, other.article_count) == (2, 1, 16)
    for _ in range(2):
        assert roll_back_from(folder, 2, 1).number == 1
        assert read_current(folder) == 1
    assert roll_back_from(folder, 5, 4) is None
