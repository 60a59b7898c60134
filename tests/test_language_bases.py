"""How near a question is to a language as such, and what passages in the other one get for it."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_index import CountingEncoder, run_python

import corpus
import index
from corpus.errors import IndexDataError
from index.computed_store import ComputedStore
from index.language_bases import (
    LANGUAGES,
    MEANS_FILE,
    PARAGRAPHS,
    SHORTEST,
    compute_bases,
    compute_lifts,
    fingerprint_samples,
    measure_language_means,
    read_language_means,
    write_language_means,
)

COSINES = st.floats(-1, 1)


@pytest.fixture(scope="module")
def measured(encoder, tmp_path_factory):
    """The means, and what was embedded for them the first and the second time."""
    with ComputedStore(tmp_path_factory.mktemp("ดัชนี") / "computed.sqlite") as store:
        first, second = CountingEncoder(encoder), CountingEncoder(encoder)
        means = measure_language_means(first, store)
        again = measure_language_means(second, store)
    assert again.tolist() == means.tolist()
    return means, first.embedded, second.embedded


def test_the_means_are_measured_on_paragraphs_of_both_languages_once(measured, encoder):
    means, first, second = measured
    assert means.shape == (2, encoder.identity.dimension)
    assert means.dtype == np.float32
    thai = [text for text in first if any("ก" <= letter <= "๛" for letter in text)]
    assert min(len(thai), len(first) - len(thai)) >= 5 * PARAGRAPHS
    assert min(map(len, first)) >= SHORTEST
    assert second == []


def test_the_means_of_thai_and_english_differ(measured):
    means, _, _ = measured
    lengths = np.linalg.norm(means, axis=1)
    assert ((lengths > 0.5) & (lengths < 1)).all()
    assert means[0] @ means[1] / lengths.prod() < 0.95


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("ปลากัดตัวผู้สร้างหวอดไว้เก็บอะไร", "th"),
        ("ห้องสมุดให้ยืมหนังสือปีละกี่เล่ม", "th"),
        ("What does the male fish build?", "en"),
        ("How many books does the library lend?", "en"),
    ],
)
def test_a_question_is_nearer_to_its_own_language_so_the_other_is_lifted(
    measured, encoder, text, own
):
    bases = compute_bases(measured[0], encoder.encode_question(text))
    (other,) = set(LANGUAGES) - {own}
    lifts = compute_lifts(bases, own)
    assert lifts[own] == 0
    assert lifts[other] == pytest.approx(bases[own] - bases[other])
    assert 0.01 < lifts[other] < 0.5


def test_bases_are_inner_products_in_the_order_of_the_languages():
    assert LANGUAGES == ("th", "en")
    means = np.array([[1.0, 0.0], [0.5, 0.25]], np.float32)
    assert compute_bases(means, np.array([0.5, 1.0], np.float32)) == {"th": 0.5, "en": 0.5}
    assert compute_bases(means, np.array([1.0, 0.0], np.float32)) == {"th": 1.0, "en": 0.5}


def test_the_other_language_gets_the_whole_difference_and_never_loses():
    bases = {"th": 0.75, "en": 0.5}
    assert compute_lifts(bases, "th") == {"th": 0.0, "en": 0.25}
    assert compute_lifts(bases, "en") == {"th": 0.0, "en": 0.0}


@given(COSINES, COSINES, st.sampled_from(LANGUAGES))
def test_lifts_are_zero_for_the_own_language_and_never_negative(thai, english, own):
    lifts = compute_lifts({"th": thai, "en": english}, own)
    assert lifts[own] == 0
    assert min(lifts.values()) >= 0
    assert max(lifts.values()) <= abs(thai - english)


def test_what_was_written_is_read_back(tmp_path, measured):
    means = measured[0]
    write_language_means(tmp_path, means)
    assert [path.name for path in tmp_path.iterdir()] == ["language_means.npy"]
    assert read_language_means(tmp_path, means.shape[1]).tolist() == means.tolist()


@pytest.mark.parametrize("damage", ["gone", "empty", "text", "cut", "objects", "dimension", "rows"])
def test_damaged_means_are_refused_in_one_line(tmp_path, damage):
    means, path = np.ones((2, 4), np.float32), tmp_path / MEANS_FILE
    write_language_means(tmp_path, means)
    if damage == "gone":
        path.unlink()
    elif damage == "objects":
        np.save(path, np.array([["ไทย"], [None]], object), allow_pickle=True)
    elif damage in ("dimension", "rows"):
        np.save(path, means[:, :3] if damage == "dimension" else means[:1])
    else:
        data = {"empty": b"", "text": "ไม่ใช่ตัวเลข".encode(), "cut": path.read_bytes()[:-1]}
        path.write_bytes(data[damage])
    with pytest.raises(IndexDataError, match="run: khamtob index --rebuild") as refused:
        read_language_means(tmp_path, 4)
    assert str(refused.value).startswith(f"{path}: ")
    assert "\n" not in str(refused.value)


@pytest.fixture
def fingerprint_copy(tmp_path):
    """Fingerprints of a copy of the packages, whose sample articles may be changed.

    The fingerprint of its samples, and the name of a content made of no articles.
    """
    for package in (corpus, index):
        source = Path(package.__file__).parent
        shutil.copytree(source, tmp_path / source.name)
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r});"
        "from index.build import name_content; from index.encoder import ModelIdentity;"
        "from index.language_bases import fingerprint_samples;"
        "print(fingerprint_samples(), name_content([], ModelIdentity('ตัวแบบ', '0', 4, 512)))"
    )

    def fingerprint():
        (printed,) = run_python(code)
        return tuple(printed.split())

    return fingerprint


def test_new_sample_texts_change_the_fingerprint_and_the_name_of_content(
    fingerprint_copy, tmp_path
):
    before = fingerprint_copy()
    assert before[0] == fingerprint_samples()
    articles = tmp_path / "corpus" / "articles"
    text = "ประภาคารที่แหลมเหนือเปิดไฟครั้งแรกเมื่อหนึ่งร้อยปีก่อน " * 3
    (articles / "zzz.md").write_text(f"# ประภาคาร\n\n{text}\n", encoding="utf-8")
    extended = fingerprint_copy()
    assert extended[0] != before[0]
    assert extended[1] != before[1]
    (articles / "zzz.md").write_text("# สั้น\n\nย่อหน้านี้สั้นเกินไป\n", encoding="utf-8")
    assert fingerprint_copy() == before  # it says too little to be used
