"""What was computed is kept: whole, or counted as missing."""

import os
import signal
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_index import start_python

from corpus.errors import IndexDataError
from index.computed_store import ComputedStore, hash_content


def make_values(count):
    """`count` values of 40 to 1,000 bytes."""
    return {
        hash_content("ปลากัด", str(n)): f"ค่าที่ {n} ".encode() * (n % 50 + 2) for n in range(count)
    }


def store_values(path, values, kind="vectors:ก"):
    with ComputedStore(path) as store:
        store.put_many(kind, values)


def read_values(path, values, kind="vectors:ก"):
    with ComputedStore(path) as store:
        return store.get_many(kind, list(values))


def test_ten_thousand_values_come_back_after_closing(tmp_path):
    values = make_values(10_000)
    store_values(tmp_path / "computed.sqlite", values)
    assert read_values(tmp_path / "computed.sqlite", values) == values


@settings(deadline=None, max_examples=25)
@given(values=st.dictionaries(st.binary(min_size=32, max_size=32), st.binary(max_size=200)))
def test_any_bytes_come_back(tmp_path_factory, values):
    path = tmp_path_factory.mktemp("ที่เก็บ") / "computed.sqlite"
    store_values(path, values)
    assert read_values(path, values) == values


def test_a_value_is_found_under_its_own_kind_and_key_only(tmp_path):
    path = tmp_path / "ใหม่" / "computed.sqlite"
    store_values(path, {b"k" * 32: "ค่า".encode()})
    with ComputedStore(path) as store:
        assert store.get_many("vectors:ข", [b"k" * 32]) == {}
        assert store.get_many("vectors:ก", [b"j" * 32]) == {}
        assert store.get_many("vectors:ก", []) == {}


def test_a_second_value_replaces_the_first(tmp_path):
    path = tmp_path / "computed.sqlite"
    store_values(path, {b"k" * 32: "เก่า".encode()})
    store_values(path, {b"k" * 32: "ใหม่".encode()})
    assert read_values(path, [b"k" * 32]) == {b"k" * 32: "ใหม่".encode()}


def test_known_keys_are_counted_for_their_kind_alone(tmp_path):
    path = tmp_path / "computed.sqlite"
    store_values(path, {b"k" * 32: "ปลา".encode(), b"m" * 32: "กัด".encode()}, "vectors:ก")
    with ComputedStore(path) as store:
        assert store.count_known("vectors:ก", [b"k" * 32, b"m" * 32, b"x" * 32]) == 2
        assert store.count_known("vectors:ข", [b"k" * 32]) == 0
        assert store.count_known("vectors:ก", []) == 0


def test_hashes_tell_parts_from_their_joined_text():
    wanted = "50bed8aa8f11efc6e51a87198ac706507c15206db6c3bf0486122e16c3e9c3eb"
    assert hash_content("ปลา", "กัด").hex() == wanted
    assert hash_content("ปลา", "กัด") != hash_content("ปลากัด")
    assert hash_content("ปลา", "กัด") != hash_content("ปลาก", "ัด")
    assert len(hash_content("\ud800")) == 32


@pytest.mark.parametrize(
    "damage",
    ["value = x'00'", "value = 'ข้อความ'", "value = 7", "checksum = checksum + 1", "checksum = 'ก'"],
)
def test_a_damaged_value_counts_as_missing_and_can_be_stored_again(tmp_path, damage):
    path = tmp_path / "computed.sqlite"
    values = make_values(3)
    first, *others = values
    store_values(path, values)
    with sqlite3.connect(path) as connection:
        statement = f"UPDATE computed SET {damage} WHERE key = ?"  # noqa: S608 - from above
        connection.execute(statement, (first,))
    connection.close()
    assert read_values(path, values) == {key: values[key] for key in others}
    store_values(path, {first: values[first]})
    assert read_values(path, values) == values


@pytest.mark.parametrize(
    "content", ["ไม่ใช่ฐานข้อมูล".encode() * 100, b"SQLite format 3\x00" + b"\x00" * 500]
)
def test_a_foreign_file_is_put_aside(tmp_path, content):
    path = tmp_path / "computed.sqlite"
    path.write_bytes(content)
    store_values(path, make_values(3))
    assert read_values(path, make_values(3)) == make_values(3)
    assert (tmp_path / "computed.damaged").read_bytes() == content


def test_another_programs_table_is_put_aside(tmp_path):
    path = tmp_path / "computed.sqlite"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE computed (ชื่อ TEXT)")
    connection.close()
    store_values(path, make_values(3))
    assert read_values(path, make_values(3)) == make_values(3)
    assert (tmp_path / "computed.damaged").is_file()


def damage_pages(path, first):
    """Overwrites every page from number `first` on, as a bad disk would."""
    data = bytearray(path.read_bytes())
    data[first * 4096 :] = b"\xa5" * (len(data) - first * 4096)
    path.write_bytes(data)


def test_damaged_pages_give_missing_values_and_a_new_file(tmp_path):
    path = tmp_path / "computed.sqlite"
    values = make_values(2000)
    store_values(path, values)
    damage_pages(path, 5)
    with ComputedStore(path) as store:
        assert store.get_many("vectors:ก", list(values)) == {}
        assert (tmp_path / "computed.damaged").is_file()
        store.put_many("vectors:ก", values)
        assert store.get_many("vectors:ก", list(values)) == values
    assert read_values(path, values) == values


def test_writing_to_damaged_pages_goes_to_a_new_file(tmp_path):
    path = tmp_path / "computed.sqlite"
    store_values(path, make_values(2000))
    damage_pages(path, 5)
    new = {hash_content("ใหม่"): b"v"}
    with ComputedStore(path) as store:
        store.put_many("vectors:ก", new)
        assert store.get_many("vectors:ก", list(new)) == new


@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_no_flipped_bit_makes_a_wrong_value_or_a_crash(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("ที่เก็บ") / "computed.sqlite"
    values = make_values(300)
    store_values(path, values)
    damaged = bytearray(path.read_bytes())
    for offset in data.draw(st.lists(st.integers(0, len(damaged) - 1), min_size=1, max_size=20)):
        damaged[offset] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(damaged)
    found = read_values(path, values)
    assert found.items() <= values.items()
    store_values(path, values)
    assert read_values(path, values) == values


def test_a_file_that_another_program_locks_is_not_put_aside(tmp_path, monkeypatch):
    path = tmp_path / "computed.sqlite"
    store_values(path, make_values(3))
    other = sqlite3.connect(path)
    other.execute("BEGIN EXCLUSIVE")
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path: connect(path, timeout=0.1))
    with ComputedStore(path) as store, pytest.raises(IndexDataError) as raised:
        store.put_many("vectors:ก", {b"k" * 32: b"v"})
    assert str(raised.value) == (
        f"{path}: can't be written (database is locked); make room there, then run: khamtob index"
    )
    other.close()
    assert not (tmp_path / "computed.damaged").exists()
    assert read_values(path, make_values(3)) == make_values(3)


def test_after_a_refused_write_the_open_store_goes_on(tmp_path, monkeypatch):
    path = tmp_path / "computed.sqlite"
    store_values(path, make_values(3))
    other = sqlite3.connect(path)
    other.execute("BEGIN EXCLUSIVE")
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path: connect(path, timeout=0.1))
    with ComputedStore(path) as store:
        for _ in range(2):
            with pytest.raises(IndexDataError, match="database is locked"):
                store.put_many("vectors:ก", {b"k" * 32: "ปลา".encode()})
        other.close()
        store.put_many("vectors:ก", {b"k" * 32: "ปลา".encode()})
    assert read_values(path, {b"k" * 32: None}) == {b"k" * 32: "ปลา".encode()}


def test_a_folder_in_its_place_is_one_line(tmp_path):
    (tmp_path / "computed.sqlite").mkdir()
    with pytest.raises(IndexDataError, match="unable to open database file"):
        ComputedStore(tmp_path / "computed.sqlite")
    (tmp_path / "แฟ้ม").write_text("ก")
    with pytest.raises(IndexDataError, match="can't be written"):
        ComputedStore(tmp_path / "แฟ้ม" / "computed.sqlite")


def test_others_can_read_while_it_is_written(tmp_path):
    path = tmp_path / "computed.sqlite"
    values = make_values(500)
    store_values(path, values)
    with ComputedStore(path) as writer, ComputedStore(path) as reader:
        writer.put_many("vectors:ข", values)
        assert reader.get_many("vectors:ก", list(values)) == values
        assert reader.get_many("vectors:ข", list(values)) == values


WRITE_UNTIL_KILLED = """
import sys
from pathlib import Path
from index.computed_store import ComputedStore, hash_content
with ComputedStore(Path(sys.argv[1])) as store:
    for number in range(100_000):
        value = f"ค่าที่ {number}".encode() * 20
        store.put_many("vectors:ก", {hash_content(str(number)): value})
        print(number, flush=True)
"""


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_what_was_stored_before_a_kill_is_there_after_it(tmp_path):
    path = tmp_path / "computed.sqlite"
    with start_python(WRITE_UNTIL_KILLED, path) as writer:
        stored = [int(writer.stdout.readline()) for _ in range(50)]
        writer.send_signal(signal.SIGKILL)
        stored += [int(line) for line in writer.stdout.read().split()]
    assert writer.returncode == -signal.SIGKILL
    wanted = {hash_content(str(n)): f"ค่าที่ {n}".encode() * 20 for n in stored}
    assert len(wanted) >= 50
    assert read_values(path, wanted) == wanted
    assert not (tmp_path / "computed.damaged").exists()
