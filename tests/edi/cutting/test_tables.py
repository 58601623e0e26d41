"""Which files are lists: most of their lines are cut alike, or the few that there are as often as a header is."""

import pytest

from deminimis.edi.cutting.tables import begins


@pytest.mark.parametrize(
    ("head", "table"),
    [
        (b"Bill,Name,Value\nZZZ1,IRIS,9\n", True),
        (b"A title\n\nBill;Name\nZZZ1;IRIS\n", True),
        (b"Bill,Name,City,Value\n", True),
        (b'Bill,Name,City,Value\nZZZ1,"IRIS,RENO,9\nZZZ2\n', True),  # a quote that is not closed
        (b"sep=;\nBill;Name\n", True),
        ("Bill\tName\tCity\tValue\n".encode("utf-16"), True),
        (b"Dear broker,\nplease find, as asked,\nthe list\n", False),
        (b'{"Bill": 1, "Name": 2, "City": 3, "Value": 4}', False),
    ],
)
def test_a_list_is_told_by_how_its_lines_are_cut(head: bytes, table: bool) -> None:
    assert begins(head) is table
