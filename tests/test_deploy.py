"""The files for running the bot for real agree with the code and with what reads them."""

import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
import yaml

from bot.__main__ import BAD_USAGE
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
UNIT = ROOT / "deploy" / "khamtob.service"
DOCKERFILE = ROOT / "deploy" / "Dockerfile"
COMPOSE = ROOT / "deploy" / "compose.yaml"
GUIDE = ROOT / "docs" / "running.md"


@pytest.mark.parametrize("path", [UNIT, DOCKERFILE, COMPOSE, GUIDE], ids=lambda path: path.name)
def test_every_setting_that_is_named_exists(path):
    names = {f"KHAMTOB_{name.upper()}" for name in Settings.model_fields}
    assert set(re.findall(r"KHAMTOB_[A-Z_]+", path.read_text("utf-8"))) <= names


def test_every_link_of_the_guide_leads_to_a_file():
    links = re.findall(r"\]\((?!https:)([^)]+)\)", GUIDE.read_text("utf-8"))
    assert len(links) >= 4
    assert [link for link in links if not (GUIDE.parent / link).is_file()] == []


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")
def test_systemd_accepts_the_unit(tmp_path):
    unit = tmp_path / "khamtob.service"
    installed = "ExecStart=/opt/khamtob/.venv/bin/khamtob run"
    text = UNIT.read_text("utf-8")
    assert installed in text
    unit.write_text(text.replace(installed, f"ExecStart={shutil.which('true')} run"), "utf-8")
    command = ["systemd-analyze", "verify", "--man=no", unit]
    done = subprocess.run(command, capture_output=True, text=True)  # noqa: S603  (our own words)
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_starts_the_bot_again_but_not_with_a_wrong_setting():
    lines = UNIT.read_text("utf-8").splitlines()
    assert "Restart=always" in lines
    assert f"RestartPreventExitStatus={BAD_USAGE}" in lines
    assert "StartLimitIntervalSec=0" in lines


def test_the_image_has_the_torch_that_the_project_pins():
    with (ROOT / "pyproject.toml").open("rb") as file:
        needed = tomllib.load(file)["project"]["dependencies"]
    (torch,) = [each for each in needed if each.startswith("torch==")]
    assert re.findall(r"torch==\S+", DOCKERFILE.read_text("utf-8")) == [torch]
    assert torch in GUIDE.read_text("utf-8")


def test_the_image_has_every_package_and_the_builder_sees_nothing_else():
    copied = re.findall(r"^COPY (.+) \S+$", DOCKERFILE.read_text("utf-8"), re.M)
    ignored = (ROOT / "deploy" / "Dockerfile.dockerignore").read_text("utf-8").splitlines()
    sources = [source for line in copied for source in line.split()]
    assert ignored[1] == "*"
    assert [line[1:] for line in ignored if line.startswith("!")] == sources
    assert {"corpus", "index", "bot"} <= set(sources)
    assert all((ROOT / source).exists() for source in sources)


def test_the_bot_is_the_container_s_own_process_and_not_root():
    lines = DOCKERFILE.read_text("utf-8").splitlines()
    assert [line for line in lines if line.startswith(("USER", "ENTRYPOINT", "CMD"))] == [
        "USER 10001",
        'ENTRYPOINT ["khamtob"]',
        'CMD ["run"]',
    ]


def test_the_folders_of_compose_are_those_of_the_image():
    service = yaml.safe_load(COMPOSE.read_text("utf-8"))["services"]["khamtob"]
    inside = {volume.partition(":")[2] for volume in service["volumes"]}
    assert inside == set(service["environment"].values()) == {"/articles", "/data"}
    assert "KHAMTOB_ARTICLES=/articles KHAMTOB_DATA=/data" in DOCKERFILE.read_text("utf-8")
    build = service["build"]
    assert (COMPOSE.parent / build["context"] / build["dockerfile"]).resolve() == DOCKERFILE


def test_the_picture_of_the_readme_is_there_and_small():
    picture = ROOT / "docs" / "answer.png"
    assert "](docs/answer.png)" in (ROOT / "README.md").read_text("utf-8")
    assert picture.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    assert picture.stat().st_size < 200_000
