"""Reads the front matter of a Markdown file: `name: value` lines between two lines of dashes."""

import re

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from corpus.clean import clean_line
from corpus.errors import ArticleError

_UNCLOSED = re.compile(r"---\s*\n\w+:")
_NOTHING = frozenset({"", "~", "null"})
_LONGEST = 10_000
_WAY_OUT = "write lines like `title: ...` between two lines of ---"


def split_front_matter(text: str) -> tuple[dict[str, str], str]:
    """The fields of the front matter as clean one-line strings, and the text behind it.

    A field that is empty, `null`, a list or a mapping is left out. Values stay the words of the
    file: `2564-01-25` is no date yet and `12:30` is no number. Raises `ArticleError` for front
    matter that is not YAML of `name: value` lines, has aliases or is not closed.
    """
    handler = _FlatYAMLHandler()
    text = text.lstrip()
    if not handler.detect(text):  # or `parse` would split at any two lines of dashes
        return {}, text
    try:
        fields, body = frontmatter.parse(text, handler=handler)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark else ""
        message = f"has front matter that is not YAML{where}; {_WAY_OUT}, quote values with a colon"
        raise ArticleError(message) from error
    if not fields and _UNCLOSED.match(body):
        message = f"has front matter without a closing ---; {_WAY_OUT}"
        raise ArticleError(message)
    return {name: str(value) for name, value in fields.items()}, body


class _FlatYAMLHandler(YAMLHandler):
    """Reads parser events only, so nothing in a hostile file can grow, nest or be constructed.

    (PyYAML's C composer overflows the stack on 50,000 opening brackets.)
    """

    def load(self, fm: str, **_kwargs: object) -> dict[str, str]:
        if len(fm) > _LONGEST:
            message = f"has front matter over {_LONGEST} characters; {_WAY_OUT}"
            raise ArticleError(message)
        fields: dict[str, str] = {}
        name: str | None = None
        depth = 0
        for event in yaml.parse(fm, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(event, yaml.AliasEvent):
                message = f"has front matter with a YAML alias; {_WAY_OUT}"
                raise ArticleError(message)
            if isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
                name = None
            elif isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.ScalarEvent) and depth <= 1:
                name = _take_scalar(fields, name, event.value if depth else None)
        return fields


def _take_scalar(fields: dict[str, str], name: str | None, value: str | None) -> str | None:
    """Take `value` as the next name (returned) or as the value of `name` (returns None)."""
    if value is None:
        message = f"has front matter without names; {_WAY_OUT}"
        raise ArticleError(message)
    if name is None:
        return value
    line = clean_line(value)
    if line.lower() not in _NOTHING:
        fields[name.strip().lower()] = line
    return None
