"""The growth picture: seconds and memory by the number of shipments, both axes logarithmic, as SVG text."""

from math import ceil, floor, log10
from typing import Any, Final

_WIDTH: Final = 640
_HEIGHT: Final = 320
_LEFT: Final = 60
_BOTTOM: Final = 40


def growth_picture(points: list[dict[str, Any]]) -> str:
    """points: shipments, seconds (median), peak_mb. Two lines: seconds (left axis) and MB, each on its own decades."""
    counts = [log10(p["shipments"]) for p in points]
    low, high = floor(min(counts)), ceil(max(counts))
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" font-family="sans-serif" '
        'font-size="12" role="img">',
        "<title>Seconds and peak memory of one check, by shipments</title>",
        '<rect width="100%" height="100%" fill="white"/>',
    ]

    def across(value: float) -> float:
        return _LEFT + (value - low) / max(high - low, 1) * (_WIDTH - 2 * _LEFT)

    for power in range(low, high + 1):
        x = across(power)
        out.append(f'<line x1="{x:.0f}" x2="{x:.0f}" y1="20" y2="{_HEIGHT - _BOTTOM}" stroke="#ddd"/>')
        out.append(f'<text x="{x:.0f}" y="{_HEIGHT - 20}" text-anchor="middle">{10**power:,}</text>')
    out.append(f'<text x="{_WIDTH / 2:.0f}" y="{_HEIGHT - 5}" text-anchor="middle">shipments</text>')
    lines = (
        ("seconds", [p["seconds"]["median"] for p in points], "#1f5fa8"),
        ("MB at the peak", [float(p["peak_mb"]) for p in points], "#b3541e"),
    )
    for number, (name, values, colour) in enumerate(lines):
        bottom, top = floor(log10(min(values))), ceil(log10(max(values) * 1.01))
        marks = []
        for count, value in zip(counts, values, strict=True):
            y = _HEIGHT - _BOTTOM - (log10(value) - bottom) / max(top - bottom, 1) * (_HEIGHT - _BOTTOM - 20)
            marks.append((across(count), y, value))
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y, _ in marks)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for x, y, value in marks:
            out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>')
            out.append(f'<text x="{x + 5:.1f}" y="{y - 6:.1f}" fill="{colour}">{value:,.3g}</text>')
        out.append(f'<text x="{_LEFT}" y="{16 + 15 * number}" fill="{colour}">{name}</text>')
    return "\n".join([*out, "</svg>"]) + "\n"
