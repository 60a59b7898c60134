"""The tables of `state.sqlite`, as the steps that make them from an empty file.

A step once released is never changed: `PRAGMA user_version` counts the steps that a file has had,
and later versions of the program only add steps.
"""

STEPS: tuple[tuple[str, ...], ...] = (
    (
        "CREATE TABLE secret (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT",
        # raw is NULL once the update is finished: no question stays with a user's id.
        """CREATE TABLE inbox (
            update_id INTEGER PRIMARY KEY,
            raw TEXT,
            tries INTEGER NOT NULL DEFAULT 0,
            stored REAL NOT NULL,
            outcome TEXT CHECK (outcome IN ('done', 'dead', 'dropped', 'unreadable')),
            CHECK ((raw IS NULL) = (outcome IS NOT NULL))
        ) STRICT""",
        "CREATE INDEX inbox_pending ON inbox (update_id) WHERE outcome IS NULL",
        """CREATE TABLE deliveries (
            seal TEXT PRIMARY KEY,
            answer_id TEXT NOT NULL,
            message_id INTEGER,
            done INTEGER NOT NULL DEFAULT 0 CHECK (done IN (0, 1)),
            opened REAL NOT NULL
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE answers (
            answer_id TEXT PRIMARY KEY,
            question TEXT NOT NULL,
            language TEXT NOT NULL CHECK (language IN ('th', 'en')),
            status TEXT NOT NULL CHECK (status IN ('answered', 'not_found')),
            confidence REAL NOT NULL,
            generation INTEGER NOT NULL,
            quotes TEXT NOT NULL,
            closest TEXT NOT NULL,
            hits TEXT NOT NULL,
            asked REAL NOT NULL
        ) STRICT""",
        "CREATE INDEX answers_asked ON answers (asked)",
        # A withdrawn vote stays as a row without value, so that its press is known when it is
        # delivered again.
        """CREATE TABLE feedback (
            answer_id TEXT NOT NULL,
            voter TEXT NOT NULL,
            value TEXT CHECK (value IN ('up', 'down')),
            reason TEXT,
            press TEXT,
            voted REAL NOT NULL,
            PRIMARY KEY (answer_id, voter)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE chats (
            chat_id INTEGER PRIMARY KEY,
            language TEXT NOT NULL CHECK (language IN ('th', 'en'))
        ) STRICT""",
        """CREATE TABLE unanswered (
            unanswered_id INTEGER PRIMARY KEY AUTOINCREMENT,
            seal TEXT NOT NULL UNIQUE,
            question TEXT NOT NULL,
            language TEXT NOT NULL CHECK (language IN ('th', 'en')),
            asked REAL NOT NULL,
            handled INTEGER NOT NULL DEFAULT 0 CHECK (handled IN (0, 1))
        ) STRICT""",
        "CREATE INDEX unanswered_asked ON unanswered (asked)",
        # AUTOINCREMENT: the id of a promise that is gone is never given to another one.
        """CREATE TABLE promises (
            promise_id INTEGER PRIMARY KEY AUTOINCREMENT,
            chat_id INTEGER NOT NULL,
            thread_id INTEGER,
            language TEXT NOT NULL CHECK (language IN ('th', 'en')),
            question TEXT NOT NULL,
            made REAL NOT NULL
        ) STRICT""",
        "CREATE INDEX promises_chat ON promises (chat_id)",
    ),
    (
        """CREATE TABLE admin_log (
            action_id INTEGER PRIMARY KEY AUTOINCREMENT,
            admin_id INTEGER NOT NULL,
            action TEXT NOT NULL,
            subject TEXT NOT NULL,
            done REAL NOT NULL
        ) STRICT""",
        # What waits for an admin's button; the bytes of an upload lie in a file of this name.
        """CREATE TABLE orders (
            order_id TEXT PRIMARY KEY,
            admin_id INTEGER NOT NULL,
            kind TEXT NOT NULL,
            details TEXT NOT NULL,
            made REAL NOT NULL
        ) STRICT, WITHOUT ROWID""",
    ),
)
