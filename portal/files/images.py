"""Pictures are drawn anew: what leaves has the same look, and nothing else that was in the file."""

import io

from PIL import Image, ImageOps

PNG = "image/png"
JPEG = "image/jpeg"
FORMATS = {PNG: "PNG", JPEG: "JPEG"}
MOST_PIXELS = 40_000_000  # an A4 page at 600 dots an inch has 35 million


def redrawn(content: bytes, content_type: str) -> bytes | None:
    """The picture without place, camera, comments or anything behind its end; None if it cannot be drawn."""
    kind = FORMATS[content_type]
    try:
        with Image.open(io.BytesIO(content), formats=[kind]) as original:
            if original.width * original.height > MOST_PIXELS:
                return None
            picture = ImageOps.exif_transpose(original)
            picture.load()
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError, Image.DecompressionBombWarning):
        return None  # each of Pillow's readers has its own complaint
    picture.info = {name: value for name, value in picture.info.items() if name == "transparency"}
    target = io.BytesIO()
    picture.save(target, kind, quality=90, optimize=True) if kind == "JPEG" else picture.save(target, kind)
    return target.getvalue()
