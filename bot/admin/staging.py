"""Uploads that wait for an admin's button: files in the data folder, named after their order."""

from bot.settings import Settings
from index.durable import write_atomically

NAME = "uploads"


def stage_upload(settings: Settings, order_id: str, data: bytes) -> None:
    """Keeps the bytes, on the disk when it returns; only their owner may read them."""
    folder = settings.data / NAME
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_atomically(folder / order_id, data)


def read_upload(settings: Settings, order_id: str) -> bytes | None:
    """The bytes of the order; None if they are gone."""
    try:
        return (settings.data / NAME / order_id).read_bytes()
    except FileNotFoundError:
        return None


def drop_upload(settings: Settings, order_id: str) -> None:
    """Removes the bytes of the order, if there are any."""
    (settings.data / NAME / order_id).unlink(missing_ok=True)


def list_uploads(settings: Settings) -> frozenset[str]:
    """The names of all files that are kept, half-written ones too."""
    folder = settings.data / NAME
    return frozenset(path.name for path in folder.iterdir()) if folder.is_dir() else frozenset()
