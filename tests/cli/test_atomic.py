"""Files are written whole or not at all, several of them together too."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from deminimis.cli.atomic import write_together, write_whole


def broken() -> Iterator[bytes]:
    yield b"half"
    raise ValueError("the rest cannot be made")


def test_what_breaks_off_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "a.edi"
    write_whole(path, (b"one", b"two"))
    with pytest.raises(ValueError, match="the rest"):
        write_whole(path, broken())
    assert path.read_bytes() == b"onetwo" and list(tmp_path.iterdir()) == [path]


def test_of_several_files_none_is_there_when_the_last_breaks_off(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    with pytest.raises(ValueError, match="the rest"):
        write_together(folder, [("one", (b"1",)), ("two", broken())])
    assert list(folder.iterdir()) == []
    assert write_together(folder, [("one", (b"1",)), ("two", (b"2",))]) == ["one", "two"]
