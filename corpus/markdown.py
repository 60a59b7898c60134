"""Reads Markdown: front matter, then CommonMark (and tables) as readable plain text."""

import html
import re
from functools import cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token

from corpus.draft import Draft
from corpus.front_matter import split_front_matter
from corpus.lines import join_wrapped_lines

# CommonMark opens and closes emphasis at spaces and punctuation, so **"คำ"**ไทย keeps its marks.
_EMPHASIS_LEFT = re.compile(r"\*\*(?=[^\s*])([^*\n]{1,500})(?<=[^\s*])\*\*")
_LINE_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)

# HTML inside Markdown is a tag or two, not a page. Each pattern stops where it would start again,
# so that unclosed ones cost linear time (`html.parser` takes quadratic time on "<a <a <a").
_COMMENT_OR_CODE = re.compile(
    r"<!--(?:(?!<!--|-->).)*-->"
    r"|<(script|style)\b(?:(?!<script|<style|</script|</style).)*</\1\s*>",
    re.IGNORECASE | re.DOTALL,
)
_BREAKING_TAG = re.compile(r"</?(?:br|p|div|li|tr|h[1-6])\b[^<>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]*>", re.IGNORECASE)


def read_markdown(text: str) -> Draft:
    """The draft of a `.md`: its title is the front matter's, else its first `# heading`'s."""
    fields, body = split_front_matter(text)
    tokens = _parser().parse(body)
    return Draft(
        text=join_wrapped_lines(_text_of_blocks(tokens)),
        title=fields.get("title") or _first_heading(tokens),
        url=fields.get("url"),
        publisher=fields.get("publisher"),
        published=fields.get("published"),
        language=fields.get("language"),
    )


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _first_heading(tokens: list[Token]) -> str:
    for token, inline in pairwise(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            return _text_of_inline(inline).replace("\n", " ")
    return ""


def _text_of_blocks(tokens: list[Token]) -> str:
    """Headings on their own lines, list items behind "- " or their number, cells parted by |."""
    blocks: list[str] = []
    item_mark = ""
    cells: list[str] | None = None
    for token in tokens:
        match token.type:
            case "list_item_open":
                item_mark = f"{token.info}{token.markup} " if token.info else "- "
            case "inline" if cells is not None:
                cells.append(_text_of_inline(token).replace("\n", " "))
            case "inline":
                blocks.append(item_mark + _text_of_inline(token) + "\n")
                item_mark = ""
            case "fence" | "code_block":
                blocks.append(item_mark + token.content + "\n")
                item_mark = ""
            case "html_block":
                blocks.append(_text_of_html(token.content) + "\n")
            case "tr_open":
                cells = []
            case "tr_close":
                blocks.append(" | ".join(cells or []) + "\n")
                cells = None
            case _ if _ends_block(token):
                blocks.append("\n")
    return "".join(blocks)


def _ends_block(token: Token) -> bool:
    """Whether an empty line follows: not inside tight lists, whose paragraphs are hidden."""
    return (
        token.nesting < 0
        and not token.hidden
        and token.type.endswith(("paragraph_close", "heading_close", "list_close", "table_close"))
    )


def _text_of_inline(inline: Token) -> str:
    return _EMPHASIS_LEFT.sub(r"\1", "".join(map(_text_of_span, inline.children or [])))


def _text_of_span(token: Token) -> str:
    match token.type:
        case "text" | "code_inline" | "text_special":
            return token.content
        case "softbreak" | "hardbreak":
            return "\n"
        case "html_inline" if _LINE_BREAK_TAG.fullmatch(token.content):
            return "\n"
        case "image":
            return "".join(map(_text_of_span, token.children or []))
        case _:
            return ""


def _text_of_html(source: str) -> str:
    source = _COMMENT_OR_CODE.sub("", source)
    return html.unescape(_TAG.sub("", _BREAKING_TAG.sub("\n", source)))
