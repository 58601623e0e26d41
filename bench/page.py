"""RESULTS.md from what was measured."""

from typing import Any


def page(result: dict[str, Any]) -> str:
    """The page: machine, the table of targets, the seconds behind it, growth."""
    machine, sizes = result["machine"], result["sizes"]
    met = sum(row["met"] for row in result["rows"])
    out = [
        "# Benchmark",
        "",
        f"Written by `make {'bench-full' if sizes['full'] else 'bench'}`: {sizes['many']:,} generated shipments a file "
        f"({sizes['few']:,} for slow libraries), whole processes with their start unless a row says otherwise, medians "
        f"of {sizes['rounds']} alternating runs ({result['long_rounds']} where a row takes over a minute). "
        "Compare ratios, not seconds. Why a target is not met: [docs/performance.md](../docs/performance.md).",
        "",
        f"{machine['system']}, {machine['cores']} cores, Python {machine['python']}, deminimis {machine['deminimis']}, "
        f"polars {machine['polars']}, pyx12 {machine['pyx12']}, pydifact {machine['pydifact']}.",
        "",
        f"## Targets: {met} of {len(result['rows'])} met",
        "",
        "| what | ratio | target | met | wanted |",
        "|---|---|---|---|---|",
    ]
    for row in result["rows"]:
        sign = ">=" if row["is"] == "at least" else "<="
        memory = f", memory {row['memory_ratio']:.2f}" if "memory_ratio" in row else ""
        told = f"{row['ratio']:,.2f}{memory}"
        out.append(f"| {row['what']} | {told} | {sign} {row['target']:g} | {_yes(row['met'])} | {row['wanted']:g} |")
    out += [
        "",
        "## Seconds",
        "",
        "| what | ours: min, median, max | peak MB | theirs: min, median, max | peak MB | runs |",
        "|---|---|---|---|---|---|",
    ]
    for row in result["rows"]:
        if "ours" in row:
            ours, theirs = row["ours"], row["theirs"]
            what = row["what"] + (" (inside the process)" if row["inside"] else "")
            out.append(
                f"| {what} | {_seconds(ours)} | {ours['peak_mb']} | {_seconds(theirs)} | {theirs['peak_mb']} "
                f"| {ours['runs']} |"
            )
    out += ["", "## Growth", "", "One check of all formats.", "", "![growth](growth.svg)", ""]
    out += ["| shipments | seconds: min, median, max | microseconds a shipment | peak MB |", "|---|---|---|---|"]
    for point in result["growth"]:
        each = point["seconds"]["median"] / point["shipments"] * 1e6
        out.append(f"| {point['shipments']:,} | {_seconds(point)} | {each:,.0f} | {point['peak_mb']:,} |")
    return "\n".join(out) + "\n"


def _yes(met: bool) -> str:
    return "yes" if met else "**no**"


def _seconds(runs: dict[str, Any]) -> str:
    told = runs["seconds"]
    return f"{told['min']:.2f}, {told['median']:.2f}, {told['max']:.2f}"
