"""`khamtob add`, `remove` and `articles`: the collection is changed on purpose only."""

import json
import unicodedata
from pathlib import Path

import pytest

from bot.settings import SAMPLE_ARTICLES

ARTICLE = "น้ำท่วมเชียงใหม่\nแม่น้ำปิงเอ่อล้นตลิ่งเมื่อวันที่ 4 ตุลาคม 2567\n"


@pytest.fixture
def folder(settings_in, tmp_path):
    settings_in(articles=tmp_path / "บทความ", data=tmp_path / "ข้อมูล")
    return tmp_path / "บทความ"


def _write(name, text=ARTICLE):
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_a_file_is_copied_and_the_next_step_told(khamtob, folder):
    _write("น้ำท่วม.txt")
    run = khamtob("add", "น้ำท่วม.txt")
    assert (run.code, run.err) == (0, "")
    assert run.out == (
        "added: 1\n  น้ำท่วม.txt: น้ำท่วมเชียงใหม่\nTo answer from it, run: khamtob index\n"
    )
    assert (folder / "น้ำท่วม.txt").read_text("utf-8") == ARTICLE


def test_a_folder_keeps_its_name_and_what_is_skipped_is_told(khamtob, folder):
    _write("ข่าว/2567/ก.txt")
    _write("ข่าว/ข.md", "# หัวข้อ\n\nเนื้อหาภาษาไทย")
    _write("ข่าว/ค.xlsx")
    run = khamtob("add", "ข่าว")
    assert run.code == 0
    assert sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*")) == [
        "ข่าว/2567/ก.txt",
        "ข่าว/ข.md",
    ]
    assert run.err == "skipped: ข่าว/ค.xlsx: unknown type .xlsx\n"


def test_the_same_file_again_is_no_failure(khamtob, folder):
    _write("ก.txt")
    khamtob("add", "ก.txt")
    run = khamtob("add", "ก.txt")
    assert run.code == 0
    assert run.out == "already there: 1\n  ก.txt: น้ำท่วมเชียงใหม่\n"


def test_another_article_under_the_same_name_stays_until_it_is_replaced(khamtob, folder, tmp_path):
    _write("ก.txt")
    khamtob("add", "ก.txt")
    changed = _write("ก.txt", ARTICLE + "ระดับน้ำสูง 5.3 เมตร\n")
    refused = khamtob("add", "ก.txt")
    assert refused.code == 1
    assert refused.err.splitlines() == [
        "refused: ก.txt: another article has this name; rename the file, or use --replace",
        "nothing was added; see the lines above",
    ]
    assert (folder / "ก.txt").read_text("utf-8") == ARTICLE
    replaced = khamtob("add", "--replace", "ก.txt")
    assert replaced.code == 0
    assert (folder / "ก.txt").read_text("utf-8") == changed.read_text("utf-8")
    assert (tmp_path / "ข้อมูล" / "removed" / "ก.txt").read_text("utf-8") == ARTICLE


def test_names_in_other_unicode_letters_are_the_same_name(khamtob, folder):
    _write(folder / unicodedata.normalize("NFD", "café.txt"))
    _write("ใหม่/café.txt", ARTICLE + "เพิ่ม")
    run = khamtob("add", Path("ใหม่") / "café.txt")
    assert "another article has this name" in run.err
    assert len(list(folder.iterdir())) == 1


def test_what_cannot_be_read_is_refused_and_the_rest_is_added(khamtob, folder):
    _write("ว่าง.txt", "")
    _write("ดี.txt")
    _write(".ลับ.txt")
    run = khamtob("add", "ว่าง.txt", "ดี.txt", ".ลับ.txt", "ไม่มี.txt")
    assert run.code == 0
    assert [path.name for path in folder.iterdir()] == ["ดี.txt"]
    assert run.err.splitlines() == [
        "refused: ว่าง.txt: is empty; write the article into it or remove it",
        "refused: .ลับ.txt: has a hidden or unprintable name; rename it",
        "refused: ไม่มี.txt: can't be opened (No such file or directory); check its permissions",
    ]


def test_nothing_added_is_a_failure(khamtob, folder):
    _write("เสีย.pdf", "ไม่ใช่ pdf")
    run = khamtob("add", "เสีย.pdf")
    assert run.code == 1
    assert len(run.err.splitlines()) == 2


def test_a_page_on_a_private_address_is_refused(khamtob, folder):
    run = khamtob("add", "http://127.0.0.1:9/ข่าว")
    assert run.code == 1
    assert run.err.splitlines()[0] == (
        "refused: http://127.0.0.1:9/ข่าว: can't be fetched (127.0.0.1 is not a public address); "
        "save the page and add the file"
    )


def test_files_in_the_articles_folder_are_already_there(khamtob, folder):
    _write(folder / "ข่าว" / "ก.txt")
    run = khamtob("add", folder / "ข่าว")
    assert run.code == 0
    assert run.out == "already there: 1\n  ข่าว/ก.txt: lies in the articles folder\n"


@pytest.mark.parametrize("command", [("add", "ก.txt"), ("remove", "apollo-11.md")])
def test_the_sample_articles_are_never_changed(command, khamtob):
    _write("ก.txt")
    before = sorted(path.name for path in SAMPLE_ARTICLES.iterdir())
    run = khamtob(*command)
    assert run.code == 2
    assert run.err == (
        f"{SAMPLE_ARTICLES}: the sample articles can't be changed; "
        "set KHAMTOB_ARTICLES to a folder of your own (see .env.example)\n"
    )
    assert sorted(path.name for path in SAMPLE_ARTICLES.iterdir()) == before


def test_a_removed_article_is_kept_however_often(khamtob, folder, tmp_path):
    removed = tmp_path / "ข้อมูล" / "removed" / "ข่าว"
    for text in (ARTICLE, ARTICLE + "ฉบับที่สอง"):
        _write(folder / "ข่าว" / "ก.txt", text)
        run = khamtob("remove", "ข่าว/ก.txt")
        assert run.code == 0
        assert "moved to" in run.out
    assert not (folder / "ข่าว" / "ก.txt").exists()
    assert (removed / "ก.txt").read_text("utf-8") == ARTICLE
    assert (removed / "ก (2).txt").read_text("utf-8") == ARTICLE + "ฉบับที่สอง"


def test_an_unknown_id_moves_nothing_and_similar_ones_are_named(khamtob, folder):
    _write(folder / "น้ำท่วม.txt")
    run = khamtob("remove", "น้ำท่วม.txt", "นำ้ท่วม.txt")
    assert run.code == 1
    assert run.err == "นำ้ท่วม.txt: no such article; did you mean น้ำท่วม.txt?\n"
    assert (folder / "น้ำท่วม.txt").is_file()


def test_articles_are_listed_as_json_with_their_sizes(khamtob, with_sample_index):
    run = khamtob("articles", "--json")
    records = {record["id"]: record for record in json.loads(run.out)}
    assert len(records) == 16
    songkran = records["สงกรานต์.md"]
    assert list(songkran) == ["id", "title", "url", "language", "characters", "passages"]
    assert songkran["title"] == "สงกรานต์ไทยในบัญชีมรดกวัฒนธรรมของยูเนสโก"
    assert songkran["language"] == "th"
    assert songkran["characters"] > 1000
    assert songkran["passages"] > 1


def test_the_text_of_an_article_is_printed_exactly(khamtob, with_sample_index, sample_engine):
    article = sample_engine.generation.table.find_article("สงกรานต์.md")
    assert khamtob("articles", "สงกรานต์.md", "--text").out == article.text


def test_one_article_is_shown_for_people_and_as_json(khamtob, with_sample_index):
    assert (
        "title: Apollo 11: eight days to the Moon and back\n"
        in khamtob("articles", "apollo-11.md").out
    )
    record = json.loads(khamtob("articles", "apollo-11.md", "--json").out)
    assert (record["id"], record["language"]) == ("apollo-11.md", "en")


def test_an_unknown_article_and_text_without_one_are_told_in_one_line(khamtob, with_sample_index):
    unknown = khamtob("articles", "สงกราน.md", "--text")
    assert unknown.code == 1
    assert unknown.err == "สงกราน.md: no such article; did you mean สงกรานต์.md?\n"
    without = khamtob("articles", "--text")
    assert without.code == 2
    assert without.err == "--text prints one article: khamtob articles ID --text\n"


def test_files_that_are_not_indexed_yet_and_articles_without_a_file_are_marked(
    khamtob, with_sample_index, settings_in
):
    _write("ของฉัน/ใหม่.txt")
    settings_in(articles="ของฉัน")
    run = khamtob("articles")
    assert "not in the index (new, unreadable or a duplicate): 1\n  ใหม่.txt\n" in run.out
    assert "gone from the articles folder, still in the index: 16\n" in run.out
    assert "  ... and 6 more\n" in run.out
