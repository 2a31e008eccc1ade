# SPDX-License-Identifier: BSL-1.0
"""Figures as SVG, readable on light and on dark backgrounds. Times in nanoseconds, on a logarithmic scale."""

import math
from xml.sax.saxutils import escape

COLOURS = ["#2f81f7", "#8c6bb1", "#d4761f", "#b8860b", "#c2478b", "#1a9988"]

STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .note { font-size: 12px; fill: #59636e; }
  .grid { stroke: #d1d9e0; stroke-width: 1; }
  .line { fill: none; stroke-width: 2; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .note { fill: #9198a1; }
    .grid { stroke: #3d444d; }
  }
""".strip("\n")


def power_of_ten(ns):
    exponent = round(math.log10(ns))
    unit = min(exponent // 3, 3)
    return f"{10 ** (exponent - 3 * unit):g} {['ns', 'µs', 'ms', 's'][unit]}" if exponent >= 0 else f"{10.0 ** exponent:g} ns"


def frame(title, width, height, body):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" role="img" '
        f'aria-label="{escape(title)}">\n<title>{escape(title)}</title>\n<style>\n{STYLE}\n</style>\n'
        + "\n".join(body)
        + "\n</svg>\n"
    )


def mark(x, y, colour, ours, what):
    shape = (
        f'<path d="M{x:.1f} {y - 8:.1f}l8 8l-8 8l-8 -8z" fill="{colour}">'
        if ours
        else f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5.5" fill="{colour}" fill-opacity="0.85">'
    )
    return f'{shape}<title>{escape(what)}</title></{"path" if ours else "circle"}>'


def scale(values, begin, end):
    """The powers of ten around all values, and where a value lies."""
    low = math.floor(math.log10(min(values)))
    high = math.ceil(math.log10(max(values)))
    return range(low, high + 1), lambda v: begin + (end - begin) * (math.log10(v) - low) / (high - low)


def legend(names, y, width):
    body, x = [], 20
    for i, name in enumerate(names):
        body += [mark(x, y - 4, COLOURS[i], i == 0, name), f'<text x="{x + 13}" y="{y}">{escape(name)}</text>']
        x += 40 + 7.2 * len(name)
    assert x < width + 20, "the legend is too long"
    return body


def dots(title, names, rows, text):
    """A line for each of `rows`, (label, {name: ns}), with a mark for each of `names`, of which the first is ours."""
    width, left, top, step = 860, 260, 70, 42
    bottom = top + step * len(rows)
    ticks, at = scale([v for _, values in rows for v in values.values()], left, width - 30)
    body = legend(names, 24, width)
    for tick in ticks:
        x = at(10.0**tick)
        body += [
            f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{top - 16}" y2="{bottom - 12}"/>',
            f'<text class="note" x="{x:.1f}" y="{bottom + 8}" text-anchor="middle">{power_of_ten(10.0**tick)}</text>',
        ]
    for i, (label, values) in enumerate(rows):
        y = top + step * i + 6
        body.append(f'<text x="{left - 16}" y="{y + 4}" text-anchor="end">{escape(label)}</text>')
        # Ours last, over the others.
        for j in reversed(range(len(names))):
            if names[j] in values:
                value = values[names[j]]
                body.append(mark(at(value), y, COLOURS[j], j == 0, f"{names[j]}: {text(value)}"))
    return frame(title, width, bottom + 24, body)


def lines(title, names, curves, across, text):
    """For each of `names` a curve of (x, ns); both scales logarithmic. `across` says what x is."""
    width, height, left, top = 860, 380, 80, 56
    right, bottom = width - 30, height - 56
    all_points = [point for points in curves for point in points]
    columns, at_x = scale([x for x, _ in all_points], left, right)
    ticks, at_y = scale([y for _, y in all_points], bottom, top)
    body = legend(names, 24, width)
    for column in columns:
        x = at_x(10.0**column)
        body += [
            f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{top}" y2="{bottom}"/>',
            f'<text class="note" x="{x:.1f}" y="{bottom + 18}" text-anchor="middle">{10**column:,}</text>',
        ]
    for tick in ticks:
        y = at_y(10.0**tick)
        body += [
            f'<line class="grid" x1="{left}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>',
            f'<text class="note" x="{left - 8}" y="{y + 4:.1f}" text-anchor="end">{power_of_ten(10.0**tick)}</text>',
        ]
    body.append(f'<text class="note" x="{(left + right) / 2}" y="{height - 12}" text-anchor="middle">{escape(across)}</text>')
    for i, points in enumerate(curves):
        path = " ".join(f"{at_x(x):.1f},{at_y(y):.1f}" for x, y in points)
        body.append(f'<polyline class="line" stroke="{COLOURS[i]}" points="{path}"/>')
        body += [mark(at_x(x), at_y(y), COLOURS[i], i == 0, f"{x:,}: {text(y)}") for x, y in points]
    return frame(title, width, height, body)
