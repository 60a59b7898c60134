"""`khamtob run` as a process beside the test server, for what ends or loads a real one."""

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.emulator.server import Emulator
from bot.settings import PREFIX, Settings
from corpus.errors import KhamtobError

TOKEN = "123456:TEST"  # noqa: S105 - nobody's
SECRET = "secret-of-the-test-server"  # noqa: S105 - nobody's
_START_SECONDS = 120.0
_END_SECONDS = 60.0
_LOOK_AGAIN = 0.02
_LAST_LINES = 15


@dataclass(slots=True)
class BotProcess:
    """The bot's process; it may be killed and started again on the same `data` folder."""

    emulator: Emulator
    settings: Settings
    data: Path
    webhook_port: int | None = None
    more: dict[str, str] = field(default_factory=dict)
    _process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> Path:
        """Where the process writes its log, of all starts together."""
        return self.data / "log.txt"

    async def start(self) -> None:
        """Start it, without waiting until it listens."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "bot", "run"), env=self._environment, stdout=log, stderr=log
            )

    async def wait_until_up(self) -> None:
        """Return once it polls or has a webhook that listens.

        Raises KhamtobError with the end of its log if it ends instead.
        """
        seen = len(self.emulator.calls)
        deadline = asyncio.get_running_loop().time() + _START_SECONDS
        while asyncio.get_running_loop().time() < deadline:
            if self._process is None or self._process.returncode is not None:
                message = f"the bot ended by itself: {self.read_log_end()}"
                raise KhamtobError(message)
            calls = {call["method"] for call in self.emulator.calls[seen:]}
            if self.webhook_port is None and "getUpdates" in calls:
                return
            if self.webhook_port is not None and await self._listens():
                return
            await asyncio.sleep(_LOOK_AGAIN)
        message = f"the bot was not up after {_START_SECONDS:.0f} s: {self.read_log_end()}"
        raise KhamtobError(message)

    async def kill(self) -> None:
        """End it at once, as a power failure would (SIGKILL)."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.kill()
            await self._process.wait()

    async def end(self) -> int:
        """Ask it to end (SIGTERM) and return its exit status; killed if it never does."""
        if self._process is None:
            return 0
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)
        try:
            return await asyncio.wait_for(self._process.wait(), _END_SECONDS)
        except TimeoutError:
            await self.kill()
            return -int(signal.SIGKILL)

    def read_log_end(self) -> str:
        """The last lines of its log on one line."""
        lines = self.log.read_text("utf-8", "replace").splitlines()
        return " | ".join(lines[-_LAST_LINES:])

    @property
    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
        own = {
            "TOKEN": TOKEN,
            "API_URL": self.emulator.url,
            "ARTICLES": str(self.settings.articles.resolve()),
            "DATA": str(self.data),
            "EMBEDDING_MODEL": self.settings.embedding_model,
            **self.more,
        }
        if self.webhook_port is not None:
            own["WEBHOOK_URL"] = f"http://127.0.0.1:{self.webhook_port}/hook"
            own["WEBHOOK_PORT"] = str(self.webhook_port)
            own["WEBHOOK_SECRET"] = SECRET
        return kept | {f"{PREFIX}{name}": value for name, value in own.items()}

    async def _listens(self) -> bool:
        try:
            _reader, writer = await asyncio.open_connection("127.0.0.1", self.webhook_port)
        except OSError:
            return False
        writer.close()
        return True


@asynccontextmanager
async def run_bot_process(bot: BotProcess) -> AsyncIterator[BotProcess]:
    """The bot, up; it is ended after the block."""
    await bot.start()
    try:
        await bot.wait_until_up()
        yield bot
    finally:
        await bot.end()


@contextmanager
def make_data_folder(settings: Settings) -> Iterator[Path]:
    """A data folder for the while of the block, with a copy of the index if there is one."""
    with tempfile.TemporaryDirectory(prefix="khamtob-") as name:
        data = Path(name)
        if settings.index_folder.is_dir():
            shutil.copytree(settings.index_folder, data / settings.index_folder.name)
        yield data
