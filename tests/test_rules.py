"""The rules of cutting and of tokens, named so that a change of any of them is noticed."""

import shutil
from pathlib import Path

import pytest
from made_index import run_python

import corpus
import index
from index import rules
from index.lexicon import FILES
from index.rules import CUTTING, TOKENS, fingerprint_cutting, fingerprint_tokens, list_sources


@pytest.mark.parametrize("module", [CUTTING, TOKENS])
def test_every_module_that_is_imported_is_among_the_rules(module):
    code = f"import sys, {module}; print(*(name for name in sys.modules))"
    (printed,) = run_python(code)
    own = {n for n in printed.split() if n.startswith(("corpus.", "index."))}
    assert set(list_sources(module)) == own


def test_thai_and_english_sentences_are_among_the_rules_of_cutting():
    names = set(list_sources(CUTTING))
    assert {"corpus.passages", "corpus.thai_sentences", "corpus.english_sentences"} < names
    assert list_sources(CUTTING)["corpus.thai_clues"].decode().startswith('"""')


def test_numbers_and_syllables_are_among_the_rules_of_tokens():
    assert {"index.tokens", "index.numbers", "index.syllables", "corpus.words"} < set(
        list_sources(TOKENS)
    )


def test_fingerprints_are_two_different_names_that_stay():
    assert fingerprint_cutting() == fingerprint_cutting()
    assert fingerprint_cutting() != fingerprint_tokens()
    assert len(fingerprint_cutting()) == 64


def test_a_changed_module_changes_the_fingerprint(tmp_path):
    for package in (corpus, index):
        source = Path(package.__file__).parent
        (tmp_path / source.name).mkdir()
        for path in (*source.glob("*.py"), *source.glob("*.gz")):
            shutil.copy(path, tmp_path / source.name)
    code = (
        f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import index.rules as rules;"
        "print(rules.__file__, rules.fingerprint_tokens())"
    )
    rules = tmp_path / "index" / "rules.py"
    assert run_python(code) == [f"{rules} {fingerprint_tokens()}"]
    changed = tmp_path / "index" / "syllables.py"
    changed.write_text(changed.read_text(encoding="utf-8") + "# เปลี่ยน\n", encoding="utf-8")
    (printed,) = run_python(code)
    assert printed.startswith(f"{rules} ")
    assert printed != f"{rules} {fingerprint_tokens()}"


def test_another_lexicon_changes_the_fingerprint_of_tokens(tmp_path, monkeypatch):
    before = rules._fingerprint.__wrapped__(TOKENS)
    for file in FILES.values():
        (tmp_path / file).write_bytes("คลอง\t9canal\n".encode())
    monkeypatch.setattr(rules, "__file__", str(tmp_path / "rules.py"))
    assert rules._fingerprint.__wrapped__(TOKENS) != before
