"""How far two pictures are apart, square by square: what an eye would see, and not how a font is smoothed. Pure."""

from PIL import Image, ImageChops, ImageStat

SQUARE = 18
"""Pixels of a kept picture: 72 of 1080, the smallest thing that can be touched."""


def squares(one: Image.Image, other: Image.Image) -> dict[tuple[int, int], int]:
    """The mean difference of each square, 0 to 255, by column and row. Raises ValueError for pictures of two shapes."""
    if one.size != other.size:
        msg = f"a picture of {one.size} and one of {other.size} cannot be compared"
        raise ValueError(msg)
    apart = ImageChops.difference(one.convert("L"), other.convert("L"))
    across, down = (-(-side // SQUARE) for side in one.size)
    means = apart.resize((across, down), Image.Resampling.BOX)
    return {(x, y): int(means.getpixel((x, y)) or 0) for x in range(across) for y in range(down)}  # type: ignore[arg-type]  # of one channel


def differing(one: Image.Image, other: Image.Image, tolerance: int) -> list[tuple[int, int]]:
    """The squares that are further apart than that."""
    return sorted(place for place, apart in squares(one, other).items() if apart > tolerance)


def unlike(one: Image.Image, other: Image.Image) -> float:
    """How far apart the pictures are from across the room: where they are light and dark, and not letter by letter."""
    across, down = (-(-side // SQUARE) for side in one.size)
    far, near = (
        picture.convert("L").resize((across, down), Image.Resampling.BOX) for picture in (one, other)
    )
    return float(ImageStat.Stat(ImageChops.difference(far, near)).mean[0])
