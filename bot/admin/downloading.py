"""Downloads a file that an admin sent, never more of it than an article may have."""

import asyncio

import httpx
from telegram import Document
from telegram.error import BadRequest
from telegram.ext import ExtBot

from corpus.errors import ArticleError
from corpus.limits import DEFAULT_LIMITS

UPLOAD_BYTES = min(DEFAULT_LIMITS.file_bytes, 20 * 1024 * 1024)
"""What an article file may have, and Telegram lets a bot fetch."""

_SECONDS = 60.0  # for all of it


async def download_document(bot: ExtBot[int], document: Document) -> bytes:
    """The file's bytes.

    Raises ArticleError, one line without the name, if it is too large, empty or can't be had.
    """
    if (document.file_size or 0) > UPLOAD_BYTES:
        raise _explain_size(UPLOAD_BYTES)
    try:
        file = await bot.get_file(document.file_id)
    except BadRequest as error:  # "file is too big", "wrong file_id"
        message = f"can't be fetched from Telegram ({error.message}); send it again, or smaller"
        raise ArticleError(message) from error
    if not file.file_path:
        message = "can't be fetched from Telegram; send it again"
        raise ArticleError(message)
    return await download_bytes(file.file_path, UPLOAD_BYTES)


async def download_bytes(url: str, limit: int, seconds: float = _SECONDS) -> bytes:
    """What is at `url`; ArticleError if that is nothing, more than `limit` bytes or too slow.

    The address holds the bot's token, so no message tells it.
    """
    data = bytearray()
    try:
        async with (
            asyncio.timeout(seconds),
            httpx.AsyncClient(timeout=seconds) as client,
            client.stream("GET", url) as response,
        ):
            if response.status_code != httpx.codes.OK:
                message = f"can't be fetched from Telegram ({response.status_code}); send it again"
                raise ArticleError(message)
            async for piece in response.aiter_raw():
                data += piece
                if len(data) > limit:
                    raise _explain_size(limit)
    except (httpx.TransportError, TimeoutError) as error:
        message = f"did not arrive ({type(error).__name__}); send it again"
        raise ArticleError(message) from None
    if not data.strip():
        message = "is empty; write the article into it"
        raise ArticleError(message)
    return bytes(data)


def _explain_size(limit: int) -> ArticleError:
    return ArticleError(f"is larger than {limit:,} bytes; split it or save it as .txt")
