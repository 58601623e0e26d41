"""Unpacking: gzip and zstd, known by their first bytes and streamed, so that a bomb costs time and not memory."""

import gzip
import io
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Protocol

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_GZIP: Final = b"\x1f\x8b"
# RFC 8878, 3.1.1 and 3.1.2: a frame, or a skippable frame (pzstd begins with one)
_ZSTD: Final = (b"\x28\xb5\x2f\xfd", *(bytes([0x50 + n]) + b"\x2a\x4d\x18" for n in range(16)))


class _Unpacking(Protocol):
    def read(self, size: int = -1, /) -> bytes: ...
    def close(self) -> None: ...


def packed(path: Path) -> bool:
    """Whether a file is gzip or zstd. Raises OSError where it cannot be opened."""
    with path.open("rb") as stream:
        return _packer(stream.read(4)) is not None


def _packer(head: bytes) -> Callable[[Path], "_Unpacked"] | None:
    return _gzip if head.startswith(_GZIP) else _zstd if head.startswith(_ZSTD) else None


def opened(path: Path) -> IO[bytes]:
    """The bytes of a file, unpacked if they are packed.

    Raises OSError where it cannot be opened or read, and EOFError where what is packed is damaged or cut: at once, or
    when it is read that far.
    """
    stream = path.open("rb")
    packer = _packer(stream.read(4))
    if packer is None:
        stream.seek(0)
        return stream
    stream.close()  # GzipFile and ZstdFile close only what they have opened themselves
    return io.BufferedReader(packer(path))


def _gzip(path: Path) -> "_Unpacked":
    return _Unpacked(gzip.GzipFile(path), zlib.error)


def _zstd(path: Path) -> "_Unpacked":
    """Windows of up to 128 MB are unpacked: zstd's own limit."""
    if sys.version_info >= (3, 14):
        from compression import zstd  # noqa: PLC0415 - few files are zstd
    else:
        from backports import zstd  # noqa: PLC0415
    return _Unpacked(zstd.ZstdFile(path), zstd.ZstdError)


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
