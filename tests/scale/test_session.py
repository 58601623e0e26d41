"""How much an engine is given to do at a time."""

import os

import pytest

from deminimis.scale.session import most_tasks


@pytest.mark.parametrize("url", ["sail", "sail-cluster"])
def test_sail_has_no_more_files_in_memory_than_there_are_cores(url: str) -> None:
    assert most_tasks(url) == (os.cpu_count() or 1)


def test_a_cluster_parts_files_as_it_likes() -> None:
    assert most_tasks("spark://host:7077") >= 10_000
