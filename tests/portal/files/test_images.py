"""A picture leaves as it looked, and with nothing else."""

import io

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from portal.files import images
from portal.files.images import JPEG, PNG, redrawn
from tests.factories.files import picture

ORIENTATION, CAMERA = 0x0112, 0x010F


def opened(content):
    return Image.open(io.BytesIO(content))


def with_exif(**tags):
    exif = Image.Exif()
    exif[CAMERA] = "Camera of A. Person"
    exif.update({ORIENTATION: tags["orientation"]} if tags else {})
    return exif


@pytest.mark.parametrize("kind", [PNG, JPEG])
def test_picture_keeps_its_kind_and_size(kind):
    new = opened(redrawn(picture(kind.removeprefix("image/").upper()), kind))

    assert (new.format, new.size) == (kind.removeprefix("image/").upper(), (4, 2))


def test_picture_keeps_its_pixels():
    new = opened(redrawn(picture(), PNG))

    assert new.getpixel((3, 1)) == (255, 0, 0)


@pytest.mark.parametrize("kind", [PNG, JPEG])
def test_what_the_camera_noted_is_gone(kind):
    content = picture(kind.removeprefix("image/").upper(), exif=with_exif())
    assert b"A. Person" in content

    new = redrawn(content, kind)

    assert b"A. Person" not in new
    assert dict(opened(new).getexif()) == {}


def test_picture_that_the_camera_turned_is_upright():
    turned = picture("JPEG", exif=with_exif(orientation=6))

    assert opened(redrawn(turned, JPEG)).size == (2, 4)


def test_comments_are_gone():
    notes = PngInfo()
    notes.add_text("Author", "A. Person", zip=False)

    new = [redrawn(picture(pnginfo=notes), PNG), redrawn(picture("JPEG", comment="by A. Person"), JPEG)]

    assert [b"A. Person" in content for content in new] == [False, False]


def test_what_hides_behind_the_picture_is_gone():
    assert b"<script>" not in redrawn(picture() + b"<script>alert(1)</script>", PNG)


def test_transparent_places_stay_transparent():
    target = io.BytesIO()
    Image.new("RGBA", (2, 2), (0, 0, 0, 0)).save(target, "PNG")

    assert opened(redrawn(target.getvalue(), PNG)).getpixel((0, 0)) == (0, 0, 0, 0)


@pytest.mark.parametrize("pixels", [7, 1])
def test_picture_with_too_many_pixels_is_refused_before_it_is_unpacked(monkeypatch, pixels):
    monkeypatch.setattr(images, "MOST_PIXELS", pixels)
    monkeypatch.setattr(Image, "MAX_IMAGE_PIXELS", pixels)  # Pillow's own warning, or its own error

    assert redrawn(picture(), PNG) is None


def test_picture_of_another_kind_than_it_begins_with_is_refused():
    assert redrawn(picture("JPEG"), PNG) is None


def test_picture_that_ends_too_early_is_refused():
    assert redrawn(picture("JPEG", size=(64, 64))[:-300], JPEG) is None
