"""The settings: one class, and the only place that reads the environment and `.env`."""

import difflib
import os
import re
from pathlib import Path
from typing import Annotated, Self
from urllib.parse import urlsplit

from dotenv import dotenv_values
from pydantic import (
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

import corpus
from bot.reach import parse_networks
from bot.weekly import OFF, read_weekly
from corpus.errors import UsageError

PREFIX = "KHAMTOB_"
TELEGRAM = "https://api.telegram.org"
SAMPLE_ARTICLES = Path(corpus.__path__[0]) / "articles"
_ENV_FILE = Path(".env")
# What each looks like, and what to say of a wrong one: the value itself must not be shown.
_SECRETS = {
    "token": (
        re.compile(r"\d{1,20}:[A-Za-z0-9_-]{3,200}"),
        "not a bot token; copy it from @BotFather, it is like 123456789:AAE-x9...",
    ),
    "webhook_secret": (re.compile(r"[A-Za-z0-9_-]{1,256}"), "write 1 to 256 of A-Z a-z 0-9 _ -"),
}


class Settings(BaseSettings):
    """What can be set, as `KHAMTOB_<NAME>` in the environment or in `.env`; the first one wins."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=_ENV_FILE,
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",  # `.env` may serve other programs; `load_settings` checks our own names
        frozen=True,
    )

    articles: Path = SAMPLE_ARTICLES
    data: Path = Path(".khamtob")
    embedding_model: str = "embedded"
    reader_model: str = "embedded"
    threshold: Annotated[float | None, Field(ge=0, le=1, allow_inf_nan=False)] = None
    own_networks: str = ""

    token: SecretStr | None = None
    api_url: str = TELEGRAM
    admins: Annotated[frozenset[int], NoDecode] = frozenset()
    webhook_url: str | None = None
    webhook_listen: str = "127.0.0.1"
    webhook_port: Annotated[int, Field(ge=1, le=65535)] = 8443
    webhook_secret: SecretStr | None = None
    metrics_port: Annotated[int | None, Field(ge=1, le=65535)] = None
    messages_per_second: Annotated[int, Field(ge=1, le=1000)] = 30
    digest: str = OFF

    @property
    def index_folder(self) -> Path:
        """Where the generations are."""
        return self.data / "index"

    @property
    def state_file(self) -> Path:
        """What the Telegram bot remembers, an SQLite database."""
        return self.data / "state.sqlite"

    @property
    def removed_folder(self) -> Path:
        """Where removed and replaced articles are kept."""
        return self.data / "removed"

    @property
    def serves_samples(self) -> bool:
        """Whether the articles are the ones that the package ships, which are not to be changed."""
        return self.articles.resolve() == SAMPLE_ARTICLES.resolve()

    @field_validator("articles", "data")
    @classmethod
    def _check_folder(cls, folder: Path) -> Path:
        folder = folder.expanduser()
        if folder.exists() and not folder.is_dir():
            message = "is a file; name a folder"
            raise ValueError(message)
        return folder

    @field_validator("own_networks")
    @classmethod
    def _check_networks(cls, networks: str) -> str:
        parse_networks(networks)
        return networks

    @field_validator("admins", mode="before")
    @classmethod
    def _read_ids(cls, ids: object) -> object:
        if not isinstance(ids, str):
            return ids
        words = [word.strip() for word in ids.split(",")]
        if not all(word.isascii() and word.isdigit() for word in words):
            message = "write numeric user ids, comma separated, like 123456789,987654321"
            raise ValueError(message)
        return frozenset(int(word) for word in words)

    @field_validator("token", "webhook_secret")
    @classmethod
    def _check_secret(cls, secret: SecretStr | None, info: ValidationInfo) -> SecretStr | None:
        form, message = _SECRETS[str(info.field_name)]
        if secret and not form.fullmatch(secret.get_secret_value()):
            raise ValueError(message)
        return secret

    @field_validator("digest")
    @classmethod
    def _check_digest(cls, digest: str) -> str:
        read_weekly(digest)
        return digest

    @field_validator("api_url", "webhook_url")
    @classmethod
    def _check_url(cls, url: str | None, info: ValidationInfo) -> str | None:
        if url is None:
            return None
        parts = urlsplit(url)
        on_this_machine = parts.hostname in ("127.0.0.1", "localhost", "::1")
        if not parts.hostname or parts.scheme not in ("https", "http"):
            message = "not a url; write it like https://bot.example.org/telegram"
            raise ValueError(message)
        if info.field_name == "webhook_url" and parts.scheme != "https" and not on_this_machine:
            message = "Telegram calls https only; write https:// and let a reverse proxy serve it"
            raise ValueError(message)
        return url.rstrip("/")

    @model_validator(mode="after")
    def _demand_webhook_secret(self) -> Self:
        if self.webhook_url and not self.webhook_secret:
            message = (
                f"{PREFIX}WEBHOOK_SECRET is not set; without it anyone could post questions to "
                f"{PREFIX}WEBHOOK_URL; set it to a long random text of A-Z a-z 0-9 _ -"
            )
            raise ValueError(message)
        return self

    @model_validator(mode="after")
    def _keep_data_out_of_articles(self) -> Self:
        """Removed articles would be indexed again, unless a hidden folder keeps them apart."""
        articles, data = self.articles.resolve(), self.data.resolve()
        if data.is_relative_to(articles):
            parts = data.relative_to(articles).parts
            if not any(part.startswith(".") for part in parts):
                message = f"{PREFIX}DATA={self.data}: lies in the articles folder; move it out"
                raise ValueError(message)
        return self


def load_settings() -> Settings:
    """The settings as they are now.

    Raises UsageError, one line that names the setting, for an unknown name or a wrong value.
    """
    try:
        in_file = dotenv_values(_ENV_FILE, encoding="utf-8") if _ENV_FILE.is_file() else {}
    except UnicodeDecodeError as error:
        message = f"{_ENV_FILE}: not UTF-8 text ({error.reason}); save it as UTF-8"
        raise UsageError(message) from error
    known = [f"{PREFIX}{name.upper()}" for name in Settings.model_fields]
    for source, names in ((str(_ENV_FILE), in_file), ("the environment", os.environ)):
        for name in names:
            if name.upper().startswith(PREFIX) and name.upper() not in known:
                nearest = difflib.get_close_matches(name.upper(), known, n=1, cutoff=0.0)[0]
                message = f"{name} in {source}: no such setting; did you mean {nearest}?"
                raise UsageError(message)
    try:
        return Settings()
    except ValidationError as error:
        raise UsageError(_explain(error)) from error


def _explain(error: ValidationError) -> str:
    first = error.errors()[0]
    what = first["msg"].removeprefix("Value error, ")
    if not first["loc"]:
        return what
    name = str(first["loc"][0])
    if name in _SECRETS:
        return f"{PREFIX}{name.upper()}: {what}"
    return f"{PREFIX}{name.upper()}={first['input']}: {what}"
