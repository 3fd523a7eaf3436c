"""The pictures a label may show, as outlines in a square of 1 x 1 with the origin top left."""

from collections.abc import Mapping

Corners = tuple[tuple[float, float], ...]

_RIGHT: Corners = ((0.0, 0.32), (0.5, 0.32), (0.5, 0.05), (1.0, 0.5), (0.5, 0.95), (0.5, 0.68), (0.0, 0.68))

PICTURES: Mapping[str, Corners] = {
    "right": _RIGHT,
    "left": tuple((1 - a, b) for a, b in _RIGHT),
    "down": tuple((b, a) for a, b in _RIGHT),
    "up": tuple((b, 1 - a) for a, b in _RIGHT),
}
