"""A folder of files becomes a collection, bad files included."""

import dataclasses
import os
import unicodedata

import pytest
from made_files import make_pdf, make_pdf_of_operators, make_zip_bomb

from corpus.duplicates import DuplicateArticle
from corpus.errors import ArticleError
from corpus.folder import read_folder
from corpus.folder_walk import FileStamp, SkippedFile, UnreadableFile, scan_folder
from corpus.limits import ReadingLimits


def _write(folder, name, text="หัวข้อ\nเนื้อหา"):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_sub_folders_are_walked_and_ids_are_paths_in_order(tmp_path):
    _write(tmp_path, "ข/2.txt", "สอง\nเนื้อหาสอง")
    _write(tmp_path, "ก.md", "เนื้อหาหนึ่ง")
    _write(tmp_path, "ข/ลึก/3.TXT", "สาม\nเนื้อหาสาม")
    articles = read_folder(tmp_path).articles
    assert [(article.id, article.title) for article in articles] == [
        ("ก.md", "ก"),
        ("ข/2.txt", "สอง"),
        ("ข/ลึก/3.TXT", "สาม"),
    ]


def test_hidden_and_unknown_files_and_links_out_are_skipped_with_their_reason(tmp_path):
    folder, outside = tmp_path / "articles", tmp_path / "outside"
    _write(folder, ".git/config")
    _write(folder, "~$ก.docx")
    _write(folder, "ภาพ.png")
    _write(folder, "Makefile")
    _write(folder, "ก\nข.md")
    _write(outside, "ลับ.md")
    (folder / "ลิงก์.md").symlink_to(outside / "ลับ.md")
    (folder / "วง").symlink_to(folder)
    (folder / "วน.md").symlink_to(folder / "วน.md")
    collection = read_folder(folder)
    assert collection.skipped == (
        SkippedFile(".git/", "hidden"),
        SkippedFile("Makefile", "unknown type"),
        SkippedFile("~$ก.docx", "hidden"),
        SkippedFile("ก\ufffdข.md", "its name has letters that can't be shown; rename it"),
        SkippedFile("ภาพ.png", "unknown type .png"),
        SkippedFile("ลิงก์.md", "a link out of the articles folder; put the file itself here"),
        SkippedFile("วง", "a link to a folder; put the folder itself here"),
    )
    assert [file.id for file in collection.unreadable] == ["วน.md"]
    assert collection.articles == ()


def test_a_link_inside_the_folder_is_read_as_the_same_text(tmp_path):
    _write(tmp_path, "ก.txt")
    (tmp_path / "ข.txt").symlink_to(tmp_path / "ก.txt")
    assert read_folder(tmp_path).duplicates == (DuplicateArticle("ข.txt", "ก.txt", "same text"),)


def test_names_in_either_unicode_form_give_one_id(tmp_path):
    name = "café น้ำ.txt"
    _write(tmp_path, unicodedata.normalize("NFD", name))
    assert [article.id for article in read_folder(tmp_path).articles] == [name]
    _write(tmp_path, name)
    collection = read_folder(tmp_path)
    if len(list(tmp_path.iterdir())) == 2:  # not on a file system that takes both for one
        assert [file.id for file in collection.unreadable] == [name]
    assert [article.id for article in collection.articles] == [name]


def test_bad_files_and_bombs_cost_a_line_each_and_the_others_go_on(tmp_path):
    bombs = {
        "1.docx": make_zip_bomb(20),
        "2.pdf": make_pdf_of_operators(b"BT /F1 12 Tf " + b"(a) Tj " * 3_000_000 + b"ET"),
        "3.txt": b"\x00\x01",
        "4.md": "---\npublished: เมื่อวาน\n---\nเนื้อหา".encode(),
        "5.txt": b"",
    }
    for name, data in bombs.items():
        _write(tmp_path, name, data)
    _write(tmp_path, "6.pdf", make_pdf([["หัวข้อ", "เนื้อหา"]]))
    collection = read_folder(tmp_path, ReadingLimits(worker_memory_bytes=400_000_000))
    assert [article.id for article in collection.articles] == ["6.pdf"]
    assert [file.id for file in collection.unreadable] == list(bombs)
    assert collection.unreadable[3] == UnreadableFile(
        "4.md", 'published is no date: "เมื่อวาน"; write it like 2021-05-04'
    )
    # What may have been the machine's fault or wasn't parsed is tried again the next time.
    assert sorted(collection.known) == ["1.docx", "3.txt", "4.md", "6.pdf"]


def test_a_missing_folder_and_a_file_are_refused(tmp_path):
    with pytest.raises(ArticleError, match="doesn't exist; create it or name another one"):
        read_folder(tmp_path / "ไม่มี")
    with pytest.raises(ArticleError, match="is a file"):
        read_folder(_write(tmp_path, "ก.md"))


def test_an_empty_folder_is_an_empty_collection(tmp_path):
    collection = read_folder(tmp_path)
    assert (collection.articles, collection.unreadable, collection.known) == ((), (), {})


def test_a_stamp_has_id_size_and_time(tmp_path):
    path = _write(tmp_path, "ก.txt")
    status = path.stat()
    changed_ns = max(status.st_mtime_ns, status.st_ctime_ns)
    assert scan_folder(tmp_path) == (FileStamp("ก.txt", status.st_size, changed_ns),)


def _trusted(collection, folder):
    """What is known, as if every file had been old when it was read."""
    return {
        stamp.id: dataclasses.replace(collection.known[stamp.id], changed_ns=stamp.changed_ns)
        for stamp in scan_folder(folder)
    }


def test_a_known_file_is_not_opened_again(tmp_path):
    path = _write(tmp_path, "ก.txt")
    known = _trusted(read_folder(tmp_path), tmp_path)
    marked = dataclasses.replace(known["ก.txt"].article, title="จากที่เก็บไว้")
    known["ก.txt"] = dataclasses.replace(known["ก.txt"], article=marked)
    assert read_folder(tmp_path, known=known).articles == (marked,)
    path.write_text("หัวข้อใหม่\nเนื้อหา", encoding="utf-8")
    assert read_folder(tmp_path, known=known).articles[0].title == "หัวข้อใหม่"


def test_a_young_file_is_noticed_though_its_size_and_time_are_the_same(tmp_path):
    path = _write(tmp_path, "ก.txt", "หัวข้อ\nเนื้อหา 1")
    first = read_folder(tmp_path)
    stamp = path.stat()
    path.write_text("หัวข้อ\nเนื้อหา 2", encoding="utf-8")
    os.utime(path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert first.known["ก.txt"].changed_ns == -1
    assert read_folder(tmp_path, known=first.known).articles[0].text == "เนื้อหา 2"


def test_a_young_file_with_the_same_content_is_not_parsed_again(tmp_path):
    _write(tmp_path, "ก.txt")
    first = read_folder(tmp_path)
    again = read_folder(tmp_path, known=first.known)
    assert again.articles[0] is first.articles[0]


def test_an_old_time_given_to_a_new_file_does_not_hide_it(tmp_path):
    path = _write(tmp_path, "ก.txt", "หัวข้อ\nเนื้อหา 1")
    known = _trusted(read_folder(tmp_path), tmp_path)
    other = _write(tmp_path / ".new", "ก.txt", "หัวข้อ\nเนื้อหา 2")
    os.utime(other, ns=(path.stat().st_atime_ns, path.stat().st_mtime_ns))
    other.replace(path)
    assert read_folder(tmp_path, known=known).articles[0].text == "เนื้อหา 2"


def test_why_a_file_cannot_be_read_is_known_too(tmp_path):
    _write(tmp_path, "ก.pdf", b"%PDF-1.7 broken")
    first = read_folder(tmp_path)
    known = {"ก.pdf": dataclasses.replace(first.known["ก.pdf"], problem="จากที่เก็บไว้")}
    assert read_folder(tmp_path, known=known).unreadable == (UnreadableFile("ก.pdf", "จากที่เก็บไว้"),)


def test_each_file_is_announced_before_it_is_read(tmp_path):
    _write(tmp_path, "ก.txt")
    _write(tmp_path, "ข.txt", b"")
    announced = []
    read_folder(tmp_path, on_file=announced.append)
    assert announced == ["ก.txt", "ข.txt"]


def test_reading_twice_gives_the_same_collection(tmp_path):
    for number in range(5):
        _write(tmp_path, f"{number}.md", f"เนื้อหา {number % 3}")
    assert read_folder(tmp_path) == read_folder(tmp_path)
