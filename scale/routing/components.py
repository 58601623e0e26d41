"""What hangs together: the components of a graph, each by its least node."""

from typing import Final

from deminimis.scale.routing.tables import Here, Script, Tables, number

_BEGIN: Final[Script] = {
    "neighbours": "SELECT a, b FROM edges UNION ALL SELECT b AS a, a AS b FROM edges",
    "labels": "SELECT a AS node, least(a, min(b)) AS label FROM neighbours GROUP BY a",
}
# Each node takes the least label of its neighbours, then that of the node of this label: chains halve.
_TURN: Final[Script] = {
    "nearer": """
        SELECT l.node, l.label AS before, least(l.label, n.label) AS label
        FROM labels AS l
        JOIN (
            SELECT n.a AS node, min(l.label) AS label FROM neighbours AS n JOIN labels AS l ON n.b = l.node GROUP BY n.a
            ) AS n ON l.node = n.node
        """,
    "jumped": "SELECT a.node, a.before, b.label FROM nearer AS a JOIN nearer AS b ON a.label = b.node",
}


def components(tables: Tables, few: int) -> None:
    """Makes `labels`: node, label (the least node of its component). It takes `edges`: a, b, no two alike.

    few: edges that are brought here, where a turn costs no job.
    """
    if isinstance(tables, Here) or number(tables, "SELECT count(*) AS n FROM edges") > few:
        _labelled(tables)
    else:
        here = Here()
        here.put("edges", tables.rows("SELECT a, b FROM edges"))
        _labelled(here)
        tables.put("labels", here.rows("SELECT node, label FROM labels"))
    tables.forget("edges")


def _labelled(tables: Tables) -> None:
    tables.make(_BEGIN)
    while True:
        tables.make(_TURN)
        changed = number(tables, "SELECT count(*) AS n FROM jumped WHERE label <> before")
        tables.rename("jumped", "labels")
        if not changed:
            break
    tables.forget("neighbours", "nearer")
