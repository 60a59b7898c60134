"""The settings: one class, and the only place that reads the environment and `.env`."""

import difflib
import os
from pathlib import Path
from typing import Self

from dotenv import dotenv_values
from pydantic import ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

import corpus
from corpus.errors import UsageError

PREFIX = "KHAMTOB_"
SAMPLE_ARTICLES = Path(corpus.__path__[0]) / "articles"
_ENV_FILE = Path(".env")


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

    @property
    def index_folder(self) -> Path:
        """Where the generations are."""
        return self.data / "index"

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
    return f"{PREFIX}{str(first['loc'][0]).upper()}={first['input']}: {what}"
