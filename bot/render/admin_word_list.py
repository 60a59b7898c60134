"""Which words admins need: `AdminWords`, filled in once for each language."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AdminButtons:
    """What stands on the buttons that only admins see."""

    add: str
    add_beside: str
    swap: str
    cancel: str
    publish: str
    force: str
    undo: str
    again: str
    roll_back: str
    replace: str
    remove: str
    keep: str
    back: str


@dataclass(frozen=True, slots=True)
class AdminWords:
    """The words in one language, plain text without tags; in braces stands what is put in."""

    commands: tuple[tuple[str, str], ...]
    buttons: AdminButtons
    reading: str
    fetching: str
    forwarded: str
    refused: str
    already_there: str
    offer: str
    offer_replacement: str
    no_date: str
    characters: str
    passages: str
    file: str
    not_indexed: str
    file_gone: str
    likes: Mapping[str, str]
    answers_from: str
    adding: str
    added: str
    replaced: str
    removed: str
    kept_copy: str
    cancelled: str
    expired: str
    unknown_article: str
    working: str
    steps: Mapping[str, str]
    comparing: str
    differences: str
    nothing_differs: str
    new: str
    changed: str
    gone: str
    unreadable: str
    duplicates: str
    unchanged: str
    to_embed: str
    published: str
    nothing_changed: str
    not_published: str
    broken: str
    failed: str
    undone: str
    more: str
    articles: str
    found: str
    none_found: str
    ask_remove: str
    ask_replacement: str
    ask_roll_back: str
    rolled_back: str
    after_roll_back: str
    moved_on: str
    status: str
    status_generation: str
    status_nothing: str
    status_holds: str
    status_model: str
    status_size: str
    status_others: str
    status_differs: str
    status_queue: str
    status_sources: str
    status_failing: str
    status_problem: str
    status_errors: str
    status_no_errors: str
    ages: tuple[str, str, str, str]
    log: str
    log_empty: str
    actions: Mapping[str, str]
