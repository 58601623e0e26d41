"""Unpacking: gzip and zstd, known by their first bytes and streamed, so that a bomb costs time and not memory."""

import gzip
import io
import sys
import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

MAGIC: Final = 4  # bytes that tell
_GZIP: Final = b"\x1f\x8b"
# RFC 8878, 3.1.1 and 3.1.2: a frame, or a skippable frame (pzstd begins with one)
_ZSTD: Final = (b"\x28\xb5\x2f\xfd", *(bytes([0x50 + n]) + b"\x2a\x4d\x18" for n in range(16)))


class _Unpacking(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...
    def close(self) -> None: ...


def opened(path: Path) -> IO[bytes]:
    """The bytes of a file, unpacked if they are packed.

    Raises OSError where it cannot be opened or read, and EOFError where what is packed is damaged or cut: at once, or
    when it is read that far.
    """
    stream = path.open("rb")
    head = stream.read(MAGIC)
    if not head.startswith((_GZIP, *_ZSTD)):
        stream.seek(0)
        return stream
    stream.close()  # GzipFile and ZstdFile close only what they have opened themselves
    if head.startswith(_GZIP):
        return io.BufferedReader(_Unpacked(gzip.GzipFile(path), zlib.error))
    return io.BufferedReader(_Unpacked(*_zstd(path)))


def _zstd(path: Path) -> tuple[_Unpacking, type[Exception]]:
    """The file, and what it raises when it is damaged. Windows of up to 128 MB, zstd's own limit."""
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415 - few files are zstd
    else:
        from backports import zstd  # noqa: PLC0415
    return zstd.ZstdFile(path), zstd.ZstdError


class _Unpacked(io.RawIOBase):
    """A packed file, of which all damage is an EOFError or an OSError."""

    def __init__(self, inner: _Unpacking, damage: type[Exception]) -> None:
        self._inner, self._damage = inner, damage

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        view = memoryview(buffer)
        try:
            block = self._inner.read(len(view))
        except self._damage as error:
            raise EOFError(str(error)) from error
        view[: len(block)] = block
        return len(block)

    def close(self) -> None:
        self._inner.close()
        super().close()
