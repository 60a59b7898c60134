"""What many tests need: the real model, and an index of the sample articles."""

import io
import json
import shutil
import sys
from dataclasses import dataclass

import hypothesis
import pytest

from bot.__main__ import main
from bot.settings import SAMPLE_ARTICLES, Settings
from index.encoder import open_encoder
from index.engine import Engine
from index.question_data import read_question_data
from index.reader import open_reader
from index.update import update_index

# The same examples in every run, so that a run that passed passes again; new ones are looked for
# with: pytest --hypothesis-profile explore
hypothesis.settings.register_profile("steady", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", max_examples=2000, deadline=None)
hypothesis.settings.register_profile("hostile", max_examples=10_000, deadline=None)
hypothesis.settings.load_profile("steady")


@pytest.fixture(scope="session")
def encoder():
    """The embedded model, prepared in the user's cache the first time."""
    return open_encoder("embedded", print)


@pytest.fixture(scope="session")
def reader():
    """The embedded reader, prepared in the user's cache the first time."""
    return open_reader("embedded", print)


@pytest.fixture(scope="session")
def sample_index(encoder, tmp_path_factory):
    """The index folder of the sample articles; not to be changed."""
    folder = tmp_path_factory.mktemp("ข้อมูล") / "index"
    update_index(SAMPLE_ARTICLES, folder, encoder, lambda *_progress: None)
    return folder


@pytest.fixture(scope="session")
def sample_engine(sample_index, encoder):
    """An engine that answers from the sample articles."""
    return Engine(sample_index, encoder)


@pytest.fixture
def settings_in(tmp_path, monkeypatch):
    """A folder with no settings but its own; a function that sets some."""
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"KHAMTOB_{name.upper()}", raising=False)

    def set_settings(**values):
        for name, value in values.items():
            monkeypatch.setenv(f"KHAMTOB_{name.upper()}", str(value))

    return set_settings


@dataclass
class Run:
    """What a command left behind."""

    code: int
    out: str
    err: str


@pytest.fixture
def khamtob(settings_in, monkeypatch, capfdbinary, request, reader):
    """Runs `khamtob` with these arguments in an empty folder, as the shell would.

    Only the models aren't opened for every command: all share those of the session.
    """
    monkeypatch.setattr(
        "bot.reading.open_reader",
        lambda name, _report, _progress: None if name == "none" else reader,
    )
    monkeypatch.setattr(
        "bot.opening.open_encoder",
        lambda _name, _report, _progress: request.getfixturevalue("encoder"),
    )

    def run(*arguments, stdin=""):
        monkeypatch.setattr(sys, "argv", ["khamtob", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        capfdbinary.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        captured = capfdbinary.readouterr()
        return Run(ended.value.code, captured.out.decode(), captured.err.decode())

    return run


@pytest.fixture
def with_sample_index(settings_in, sample_index, tmp_path):
    """Settings with an own copy of the sample index, so that no command has to build one."""
    shutil.copytree(sample_index, tmp_path / "ข้อมูล" / "index")
    settings_in(data=tmp_path / "ข้อมูล")
    return tmp_path / "ข้อมูล"


@pytest.fixture
def read_questions(tmp_path):
    """Writes bytes, text, an object or a list of lines to a file and reads it as questions."""

    def write_and_read(content, name="คำถาม.json"):
        path = tmp_path / name
        if isinstance(content, list):
            content = "\n".join(json.dumps(line, ensure_ascii=False) for line in content)
        if isinstance(content, dict):
            content = json.dumps(content, ensure_ascii=False)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return read_question_data(path)

    return write_and_read
