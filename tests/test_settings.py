"""Settings come from the environment and .env only, and a mistake is told in one line."""

from pathlib import Path

import pytest

from bot.settings import SAMPLE_ARTICLES, Settings, load_settings
from corpus.errors import UsageError


@pytest.fixture(autouse=True)
def _in_an_empty_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"KHAMTOB_{name.upper()}", raising=False)


def test_without_settings_the_sample_articles_and_the_embedded_model_serve():
    settings = load_settings()
    assert settings.articles == SAMPLE_ARTICLES
    assert (settings.articles / "kunshan-shanghai-th.md").is_file()
    assert settings.serves_samples
    assert settings.index_folder == Path(".khamtob/index")
    assert settings.embedding_model == "embedded"


def test_a_dotenv_file_is_read_and_the_environment_wins(monkeypatch):
    Path(".env").write_text("KHAMTOB_ARTICLES=บทความ\nKHAMTOB_DATA=ข้อมูล\nOTHER=1\n", "utf-8")
    monkeypatch.setenv("KHAMTOB_DATA", "elsewhere")
    settings = load_settings()
    assert settings.articles == Path("บทความ")
    assert settings.data == Path("elsewhere")
    assert not settings.serves_samples


def test_an_empty_value_is_the_same_as_none():
    Path(".env").write_text("KHAMTOB_DATA=\n", "utf-8")
    assert load_settings().data == Path(".khamtob")


def test_the_home_folder_may_be_written_as_a_tilde(monkeypatch):
    monkeypatch.setenv("KHAMTOB_DATA", "~/คำตอบ")
    assert load_settings().data == Path.home() / "คำตอบ"


def test_an_unknown_name_in_dotenv_is_refused_with_the_nearest_real_one():
    Path(".env").write_text("KHAMTOB_ARTICLE=บทความ\n", "utf-8")
    with pytest.raises(UsageError) as refusal:
        load_settings()
    assert str(refusal.value) == (
        "KHAMTOB_ARTICLE in .env: no such setting; did you mean KHAMTOB_ARTICLES?"
    )


def test_an_unknown_name_in_the_environment_is_refused(monkeypatch):
    monkeypatch.setenv("KHAMTOB_MODEL", "x")
    with pytest.raises(UsageError, match="KHAMTOB_MODEL in the environment: no such setting"):
        load_settings()


@pytest.mark.parametrize("name", ["KHAMTOB_ARTICLES", "KHAMTOB_DATA"])
def test_a_file_in_place_of_a_folder_is_refused_by_name(name, monkeypatch):
    Path("ไฟล์.txt").write_text("ก", "utf-8")
    monkeypatch.setenv(name, "ไฟล์.txt")
    with pytest.raises(UsageError) as refusal:
        load_settings()
    assert str(refusal.value) == f"{name}=ไฟล์.txt: is a file; name a folder"


def test_data_inside_the_articles_would_be_indexed_and_is_refused(monkeypatch):
    monkeypatch.setenv("KHAMTOB_ARTICLES", "บทความ")
    monkeypatch.setenv("KHAMTOB_DATA", "บทความ/data")
    with pytest.raises(UsageError) as refusal:
        load_settings()
    assert str(refusal.value) == (
        f"KHAMTOB_DATA={Path('บทความ/data')}: lies in the articles folder; move it out"
    )


def test_hidden_data_inside_the_articles_is_fine(monkeypatch):
    monkeypatch.setenv("KHAMTOB_ARTICLES", ".")
    assert load_settings().data == Path(".khamtob")


def test_a_dotenv_file_that_is_not_utf8_is_refused():
    Path(".env").write_bytes("KHAMTOB_ARTICLES=บทความ".encode("cp874"))
    with pytest.raises(UsageError, match=r"^\.env: not UTF-8 text"):
        load_settings()


def test_the_bots_settings_are_read_and_its_secrets_stay_hidden():
    Path(".env").write_text(
        "# บอต\nKHAMTOB_TOKEN=123456:TEST\n"
        + "KHAMTOB_ADMINS= 42, 7 \nKHAMTOB_API_URL=http://127.0.0.1:9001/\n",
        "utf-8",
    )
    settings = load_settings()
    assert settings.token.get_secret_value() == "123456:TEST"
    assert "TEST" not in repr(settings)
    assert settings.admins == {42, 7}
    assert settings.api_url == "http://127.0.0.1:9001"
    assert settings.state_file == Path(".khamtob/state.sqlite")


def test_a_wrong_token_is_refused_without_being_shown():
    Path(".env").write_text("KHAMTOB_TOKEN=12:ลับ-secret\n", "utf-8")
    with pytest.raises(UsageError) as refusal:
        load_settings()
    assert str(refusal.value) == (
        "KHAMTOB_TOKEN: not a bot token; copy it from @BotFather, it is like 123456789:AAE-x9..."
    )


def test_admins_are_numbers_not_names():
    Path(".env").write_text("KHAMTOB_ADMINS=@สมชาย\n", "utf-8")
    with pytest.raises(UsageError, match="KHAMTOB_ADMINS=@สมชาย: write numeric user ids"):
        load_settings()


def test_a_webhook_without_a_secret_is_refused():
    Path(".env").write_text("KHAMTOB_WEBHOOK_URL=https://คำตอบ.example/hook\n", "utf-8")
    with pytest.raises(UsageError, match="KHAMTOB_WEBHOOK_SECRET is not set"):
        load_settings()


def test_a_webhook_over_plain_http_is_for_this_machine_only():
    Path(".env").write_text(
        "KHAMTOB_WEBHOOK_URL=http://bot.example/hook\nKHAMTOB_WEBHOOK_SECRET=ab\n", "utf-8"
    )
    with pytest.raises(UsageError, match="Telegram calls https only"):
        load_settings()
    Path(".env").write_text(
        "KHAMTOB_WEBHOOK_URL=http://127.0.0.1:8443/hook\nKHAMTOB_WEBHOOK_SECRET=ab\n", "utf-8"
    )
    assert load_settings().webhook_url == "http://127.0.0.1:8443/hook"


def test_own_networks_are_networks():
    Path(".env").write_text("KHAMTOB_OWN_NETWORKS=เครือข่าย\n", "utf-8")
    with pytest.raises(UsageError, match="KHAMTOB_OWN_NETWORKS=เครือข่าย: "):
        load_settings()
    Path(".env").write_text("KHAMTOB_OWN_NETWORKS=10.0.0.0/8, 127.0.0.1\n", "utf-8")
    assert load_settings().own_networks == "10.0.0.0/8, 127.0.0.1"


def test_the_threshold_is_a_share_and_the_fitted_ones_serve_where_none_is_set(monkeypatch):
    Path(".env").write_text("# ความมั่นใจ\nKHAMTOB_THRESHOLD=\n", "utf-8")
    assert load_settings().threshold is None
    for written, threshold in (("0", 0.0), ("0.35", 0.35), ("1", 1.0)):
        monkeypatch.setenv("KHAMTOB_THRESHOLD", written)
        assert load_settings().threshold == threshold


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("1.5", "Input should be less than or equal to 1"),
        ("-0.1", "Input should be greater than or equal to 0"),
        ("สูง", "Input should be a valid number, unable to parse string as a number"),
        ("nan", "Input should be a finite number"),
    ],
)
def test_a_threshold_that_is_no_share_is_refused_in_one_line(written, problem, monkeypatch):
    monkeypatch.setenv("KHAMTOB_THRESHOLD", written)
    with pytest.raises(UsageError) as refusal:
        load_settings()
    assert str(refusal.value) == f"KHAMTOB_THRESHOLD={written}: {problem}"
