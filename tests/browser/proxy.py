"""A hostile intermediary: it cuts every connection after a while, and knows no upgrade."""

import asyncio
import re
from contextlib import suppress
from threading import Thread
from typing import Self

from tests.browser.server import HOST, free_port

CHUNK = 64 * 1024
UPGRADE = re.compile(rb"\r\nupgrade:", re.IGNORECASE)
NO = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"


class CuttingProxy:
    """Stands before a server as the filters of administrations do."""

    def __init__(self, target: int, *, life: float) -> None:
        """Keep which port is served, and how long a connection may live."""
        self.target, self.life, self.port = target, life, free_port()
        self.cuts = self.refusals = 0
        self._loop = asyncio.new_event_loop()
        self._thread = Thread(target=self._loop.run_forever, daemon=True)

    @property
    def url(self) -> str:
        """Return where the proxy answers."""
        return f"http://{HOST}:{self.port}"

    def __enter__(self) -> Self:
        """Begin to listen."""
        self._thread.start()
        opening = asyncio.start_server(self._serve, HOST, self.port)
        self._server = asyncio.run_coroutine_threadsafe(opening, self._loop).result()
        return self

    def __exit__(self, *_error: object) -> None:
        """Cut what is left."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.CancelledError):
            try:
                behind, ahead = await asyncio.open_connection(HOST, self.target)
            except OSError:  # whoever is behind is gone
                writer.transport.abort()
                return
            try:
                async with asyncio.timeout(self.life):
                    await self._carry(reader, writer, behind, ahead)
            except TimeoutError:
                self.cuts += 1
            finally:
                for end in (writer, ahead):
                    end.transport.abort()

    async def _carry(
        self,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        behind: asyncio.StreamReader,
        ahead: asyncio.StreamWriter,
    ) -> None:
        sides = {
            asyncio.create_task(self._upstream(reader, ahead, writer)),
            asyncio.create_task(_pump(behind, writer)),
        }
        try:
            await asyncio.wait(sides, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for side in sides:
                side.cancel()
            await asyncio.gather(*sides, return_exceptions=True)

    async def _upstream(
        self, reader: asyncio.StreamReader, ahead: asyncio.StreamWriter, back: asyncio.StreamWriter
    ) -> None:
        while chunk := await reader.read(CHUNK):
            if UPGRADE.search(chunk):
                self.refusals += 1
                back.write(NO)
                await back.drain()
                return
            ahead.write(chunk)
            await ahead.drain()


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while chunk := await reader.read(CHUNK):
        writer.write(chunk)
        await writer.drain()
