"""The errors that Khamtob raises on purpose.

KhamtobError                a message for people: what is wrong and what to do
├── ArticleError            one article file or the articles folder (corpus)
├── IndexDataError          an index on disk is missing, damaged or foreign (index)
├── ModelError              a model can't be prepared or loaded (index)
├── IndexBusyError          another process is writing the index (index)
├── StateError              the bot's memory on disk is damaged, foreign or can't be written (bot)
└── UsageError              wrong input to a command (bot)
"""


class KhamtobError(Exception):
    """Base of the tree; `str(error)` is one line that says what is wrong and what to do."""


class ArticleError(KhamtobError):
    """An article file, or the folder of them, can't be read."""


class IndexDataError(KhamtobError):
    """An index on disk is missing, damaged, or made by something else."""


class ModelError(KhamtobError):
    """A model can't be prepared or loaded, or is not the one the index was made with."""


class IndexBusyError(KhamtobError):
    """Another process holds the index's write lock."""


class StateError(KhamtobError):
    """The bot's memory on disk is damaged, foreign, of a newer program, or can't be written."""


class UsageError(KhamtobError):
    """A command was given input that it can't use."""
