"""How much an engine is given to do at a time."""

import json
import os
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from deminimis.scale.session import EngineError, most_tasks
from deminimis.scale.workers import versions
from tests.scale.engine import ENGINE, needs_engine


def answering(cores: int | str, **other: str) -> Any:
    """A server whose worker says of how many cores it is a server of Sail, or fails. other: versions that it has."""

    def collect() -> list[dict[str, Any]]:
        if isinstance(cores, str):
            raise RuntimeError(cores)
        return [{"told": json.dumps({"cores": cores, "versions": versions() | other})}]

    return SimpleNamespace(range=lambda _: SimpleNamespace(mapInArrow=lambda *_: SimpleNamespace(collect=collect)))


@pytest.mark.parametrize("url", ["sail", "sail-cluster"])
def test_sail_has_no_more_files_in_memory_than_there_are_cores(url: str) -> None:
    assert most_tasks(url, answering(0), 1 << 40) == (os.cpu_count() or 1)


def test_nor_has_a_server_of_sail() -> None:
    assert most_tasks("sc://host", answering(3), 1 << 40) == 3


@pytest.mark.parametrize(("size", "tasks"), [(10, 256), (1 << 33, 1024), (1 << 50, 10_000), (None, 10_000)])
@pytest.mark.parametrize("url", ["spark://host:7077", "sc://host"])
def test_a_cluster_parts_files_as_it_likes_and_has_many_small_ones_in_a_task(
    url: str, size: int | None, tasks: int
) -> None:
    assert most_tasks(url, answering(0), size) == tasks


def test_a_worker_without_this_package_is_a_sentence() -> None:
    with pytest.raises(EngineError, match="sc://host: a worker cannot be used: ModuleNotFoundError: No module"):
        most_tasks("sc://host", answering("ModuleNotFoundError: No module named 'deminimis'"), 1)


@pytest.mark.parametrize("url", ["spark://host:7077", "sc://host", "submit"])
def test_other_versions_are_told_before_anything_is_read(url: str) -> None:
    with pytest.raises(EngineError, match="workers have Polars 0, here is"):
        most_tasks(url, answering(0, Polars="0"), 1)


@needs_engine
def test_a_process_whose_program_is_no_file_has_an_engine_too() -> None:
    asked = f"with session({ENGINE!r}) as spark: print(spark.range(3).count())"
    program = f"from deminimis.scale.session import session\n{asked}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "3\n"), done.stderr
