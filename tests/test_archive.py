"""A backup file that is damaged or made to harm is refused, and writes nothing outside."""

import hashlib
import json
import random
import stat
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.archive import check_archive, is_safe_name, open_archive, unpack_archive
from corpus.errors import ArticleError

GOOD = {"articles/น้ำท่วม.txt": "น้ำท่วมเชียงใหม่\nแม่น้ำปิงเอ่อล้นตลิ่ง".encode(), "removed/ก.txt": b"\xe0"}


def make_archive(path, files=GOOD, change=None, listed=None, extra=()):
    """A backup of these files; `change` edits its list, `extra` are entries that are not on it."""
    entries = [
        {"name": name, "size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in (listed or files).items()
    ]
    record = {"format": 1, "created": "2026-11-22T10:00:00+00:00", "files": entries}
    if change:
        change(record)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in files.items():
            file.writestr(name, data)
        for info, data in extra:
            file.writestr(info, data)
        file.writestr("manifest.json", json.dumps(record))
    return path


@pytest.fixture
def path(tmp_path):
    return tmp_path / "สำรอง.zip"


def _refused(path):
    with pytest.raises(ArticleError) as refusal:
        check_archive(path)
    message = str(refusal.value)
    assert message.startswith(f"{path}: ")
    assert "\n" not in message
    return message.removeprefix(f"{path}: ").partition("; ")[0]


def test_a_good_one_is_unpacked_as_it_was(path, tmp_path):
    make_archive(path)
    with open_archive(path) as archive:
        unpack_archive(path, archive, tmp_path / "ที่ใหม่")
    for name, data in GOOD.items():
        assert (tmp_path / "ที่ใหม่" / name).read_bytes() == data


@pytest.mark.parametrize(
    "name",
    [
        "../ก.txt",
        "articles/../../ก.txt",
        "articles/..",
        "/etc/passwd",
        "articles//ก.txt",
        "articles/ก/./ข.txt",
        "articles/C:ก.txt",
        "articles/ก\\..\\..\\ข.txt",
        "articles/.git/hooks/post-merge",
        "articles/.restoring/ก",
        "articles/~$ก.docx",
        "articles",
        "articles/",
        "settings/ก",
        ".env",
        "state.sqlite-wal",
        "articles/ก\u202eข.txt",
        "articles/ก\nข.txt",
        "articles/" + "ก" * 100 + ".txt",
        "articles/" + "ก/" * 60 + "ข.txt",
        "manifest.json/ก",
    ],
)
def test_a_name_that_leaves_its_place_is_refused(path, name, tmp_path):
    assert not is_safe_name(name)
    make_archive(path, {name: b"x"})
    before = sorted(tmp_path.rglob("*"))
    assert "is no " in _refused(path)
    assert sorted(tmp_path.rglob("*")) == before


@given(st.text(max_size=40), st.sampled_from(["", "articles/", "removed/", "/", "../"]))
def test_no_safe_name_leads_out_of_the_folder(tmp_path_factory, text, start):
    name = start + text
    if is_safe_name(name):
        folder = tmp_path_factory.getbasetemp()
        place = folder.joinpath(*name.split("/")).resolve()
        assert place.is_relative_to(folder.resolve())
        assert place != folder.resolve()


def test_a_link_is_refused(path):
    info = zipfile.ZipInfo("articles/ลิงก์.txt")
    info.external_attr = (stat.S_IFLNK | 0o777) << 16
    make_archive(path, extra=[(info, b"/etc/passwd")])
    assert _refused(path) == '"articles/ลิงก์.txt" is no plain file'


def test_a_file_that_is_not_on_the_list_is_refused(path):
    make_archive(path, extra=[("articles/แถม.txt", b"x")])
    assert _refused(path) == "its list of files is not what it holds"


def test_a_file_that_is_only_on_the_list_is_refused(path):
    make_archive(path, listed={**GOOD, "articles/หาย.txt": b"x"})
    assert _refused(path) == "its list of files is not what it holds"


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_name_twice_is_refused(path):
    make_archive(path, extra=[("articles/น้ำท่วม.txt", b"x")])
    assert _refused(path) == "has a name twice"


def test_a_file_inside_a_file_is_refused(path):
    make_archive(path, {"articles/ก": b"x", "articles/ก/ข.txt": b"y"})
    assert _refused(path) == '"articles/ก/ข.txt" lies in a file'


def test_a_bomb_is_refused_before_it_is_unpacked(path):
    make_archive(path, {"articles/ระเบิด.txt": bytes(150_000_000)})
    assert path.stat().st_size < 200_000
    assert _refused(path) == "unpacks to 150,000,000 bytes, too many for its size"


def test_a_file_that_unpacks_to_more_than_listed_is_refused(path):
    make_archive(path, {"articles/ก.txt": bytes(5000)}, listed={"articles/ก.txt": b"x" * 10})
    assert _refused(path) == '"articles/ก.txt" is not as large as listed'


def test_other_words_under_the_same_checksum_are_refused(path):
    make_archive(path, {"articles/ก.txt": b"yes"}, listed={"articles/ก.txt": b"no!"})
    assert _refused(path) == '"articles/ก.txt" is damaged'


@pytest.mark.parametrize(
    "change",
    [
        lambda record: record.update(format=2),
        lambda record: record.update(format="1"),
        lambda record: record.pop("files"),
        lambda record: record.update(files=5),
        lambda record: record.update(files=[[]]),
        lambda record: record["files"][0].update(size="10"),
        lambda record: record["files"][0].update(size=True),
        lambda record: record["files"][0].update(sha256=None),
        lambda record: record["files"][0].pop("name"),
        lambda record: record.update(created=None),
    ],
)
def test_a_list_of_another_kind_is_refused(path, change):
    make_archive(path, change=change)
    assert "its manifest.json is" in _refused(path)


def test_what_is_no_backup_is_refused(path):
    path.write_text("ไม่ใช่ zip", "utf-8")
    assert _refused(path).startswith("not a whole zip file")
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("ก.txt", "ข")
    assert _refused(path) == "has no manifest.json"
    path.unlink()
    assert _refused(path) == "no such file"


def test_damage_anywhere_is_found_or_harmless(path):
    """A flipped bit that is not found may only be one that changes nothing, a date of zip's say."""
    make_archive(path, {"articles/ข่าว.txt": random.Random(1).randbytes(3000), **GOOD})  # noqa: S311
    whole, entries = path.read_bytes(), check_archive(path).entries
    found = 0
    for position in range(0, len(whole), 7):
        damaged = bytearray(whole)
        damaged[position] ^= 1 << position % 8
        path.write_bytes(damaged)
        try:
            assert check_archive(path).entries == entries
        except ArticleError:
            found += 1
    assert found > 0.8 * len(whole) / 7


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9, 0.99])
def test_half_a_backup_is_refused(path, share):
    make_archive(path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    assert _refused(path).startswith("not a whole zip file")
