"""The drawn parts of a sample clip: a calm room, two people in talk, the words. Pillow only, no system fonts.

Everything is drawn at twice its size and made smaller, so that edges are smooth.
"""

import colorsys
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1280, 720
MARGIN = 80
FINE = 2
BAR = 10
RIPPLE = 72
STRIP = (610, 110)
LABEL = "Sample video"
Color = tuple[int, int, int]


@dataclass(frozen=True)
class Palette:
    """Colors of one hue and its neighbours."""

    hue: int
    """Degrees."""

    def tone(self, light: float, strength: float, turn: int = 0) -> Color:
        """`light` and `strength` from 0 to 1."""
        red, green, blue = colorsys.hls_to_rgb((self.hue + turn) % 360 / 360, light, strength)
        return round(red * 255), round(green * 255), round(blue * 255)

    @property
    def ink(self) -> Color:
        return self.tone(0.2, 0.35)

    @property
    def faint(self) -> Color:
        return self.tone(0.42, 0.18)

    @property
    def accent(self) -> Color:
        return self.tone(0.42, 0.5)


def room(title: str, subtitle: str, palette: Palette) -> Image.Image:
    """What doesn't move."""
    image = _wall(palette)
    draw = ImageDraw.Draw(image)
    _box(draw, (MARGIN, 56, MARGIN + int(draw.textlength(LABEL, _font(22))) + 36, 96), palette.accent, 20)
    _floor(draw, palette)
    _person(draw, 800, palette.tone(0.5, 0.34), palette.tone(0.72, 0.3), facing=1)
    _person(draw, 1080, palette.tone(0.56, 0.4, 150), palette.tone(0.76, 0.26, 150), facing=-1)
    image = image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
    _words(ImageDraw.Draw(image), title, subtitle, palette)
    return image


def chapter(number: int, title: str, palette: Palette) -> Image.Image:
    """A transparent strip with the chapter that runs."""
    image = Image.new("RGBA", STRIP, (*palette.tone(0.9, 0.4), 0))
    draw = ImageDraw.Draw(image)
    draw.text((0, 8), f"Part {number}", font=_font(22), fill=palette.accent)
    draw.text((0, 44), _fitting(draw, title, 36, STRIP[0]), font=_font(36), fill=palette.ink)
    return image


def ripple(palette: Palette, facing: int) -> Image.Image:
    """Three arcs of sound, beside whoever speaks."""
    size = RIPPLE * FINE
    image = Image.new("RGBA", (size, size), (*palette.accent, 0))
    draw = ImageDraw.Draw(image)
    middle = (0 if facing > 0 else size, size // 2)
    for number, strength in ((1, 230), (2, 150), (3, 80)):
        radius = size * number // 4 + FINE * 6
        box = (middle[0] - radius, middle[1] - radius, middle[0] + radius, middle[1] + radius)
        start = -32 if facing > 0 else 148
        draw.arc(box, start, start + 64, fill=(*palette.accent, strength), width=5 * FINE)
    return image.resize((RIPPLE, RIPPLE), Image.Resampling.LANCZOS)


def bar(palette: Palette) -> Image.Image:
    """Moves in from the left as time passes."""
    return Image.new("RGB", (WIDTH, BAR), palette.accent)


def _wall(palette: Palette) -> Image.Image:
    """Lighter above, with a soft lamp behind the two."""
    shade = Image.linear_gradient("L").resize((WIDTH * FINE, HEIGHT * FINE))
    above, below = (Image.new("RGB", shade.size, palette.tone(*tone)) for tone in ((0.95, 0.4), (0.86, 0.34)))
    image = Image.composite(below, above, shade)
    lamp = Image.radial_gradient("L").resize((1000 * FINE, 1000 * FINE)).point(lambda value: max(0, 150 - value))
    image.paste(palette.tone(0.97, 0.6, 20), (440 * FINE, 0), lamp)
    return image


def _floor(draw: ImageDraw.ImageDraw, palette: Palette) -> None:
    _ellipse(draw, 940, 668, 330, 30, palette.tone(0.78, 0.26))
    _box(draw, (905, 566, 975, 574), palette.tone(0.55, 0.22), 4)
    _box(draw, (936, 572, 944, 662), palette.tone(0.55, 0.22), 4)
    _box(draw, (930, 538, 950, 566), palette.tone(0.97, 0.3), 5)


def _person(draw: ImageDraw.ImageDraw, x: int, cloth: Color, skin: Color, facing: int) -> None:
    """Seated, from the side, in an armchair; `x` is the middle of the body."""
    chair = tuple(round(part * 0.86) for part in cloth)
    back = (x - facing * 70, x - facing * 42)
    _box(draw, (min(back), 424, max(back), 640), chair, 14)
    _box(draw, (x - 66, 590, x + 66, 640), chair, 14)
    for leg in (x - 54, x + 46):
        _box(draw, (leg, 636, leg + 8, 666), chair, 3)
    knee, foot = x + facing * 84, x + facing * 118
    _box(draw, (min(x - facing * 30, knee), 556, max(x - facing * 30, knee), 594), cloth, 19)
    calf, toe = knee - facing * 34, foot - facing * 20
    _box(draw, (min(knee, calf), 560, max(knee, calf), 662), cloth, 16)
    _box(draw, (min(calf, toe), 646, max(calf, toe), 666), cloth, 9)
    _box(draw, (x - 44, 428, x + 36, 594), cloth, 36)
    _box(draw, (min(x, x + facing * 66), 530, max(x, x + facing * 66), 556), skin, 13)
    _ellipse(draw, x + facing * 4, 384, 36, 40, skin)


def _words(draw: ImageDraw.ImageDraw, title: str, subtitle: str, palette: Palette) -> None:
    draw.text((MARGIN + 18, 76), LABEL, font=_font(22), fill=palette.tone(0.97, 0.4), anchor="lm")
    room_for = WIDTH - 2 * MARGIN
    size = next((size for size in (64, 56, 48) if draw.textlength(_plain(title), _font(size)) <= room_for), 48)
    draw.text((MARGIN, 128), _fitting(draw, title, size, room_for), font=_font(size), fill=palette.ink)
    draw.text((MARGIN, 216), _fitting(draw, subtitle, 30, room_for), font=_font(30), fill=palette.faint)


def _fitting(draw: ImageDraw.ImageDraw, text: str, size: int, width: int) -> str:
    """On one line, shortened with an ellipsis where it is too long."""
    text, font = _plain(text), _font(size)
    if draw.textlength(text, font) <= width:
        return text
    while text and draw.textlength(f"{text}…", font) > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _plain(text: str) -> str:
    return "".join(letter for letter in " ".join(text.split()) if letter.isprintable())


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def _box(draw: ImageDraw.ImageDraw, corners: tuple[int, int, int, int], fill: tuple[int, ...], radius: int) -> None:
    left, top, right, bottom = (FINE * side for side in corners)
    draw.rounded_rectangle((left, top, right, bottom), radius * FINE, fill=fill)


def _ellipse(draw: ImageDraw.ImageDraw, x: int, y: int, across: int, up: int, fill: Color) -> None:
    draw.ellipse((FINE * (x - across), FINE * (y - up), FINE * (x + across), FINE * (y + up)), fill=fill)
