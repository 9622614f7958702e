"""What is taken from packages: only what we use, known to the byte, with its licence."""

import json
import tarfile

import pytest

from portal.front import vendor

THEME = "".join(f"@layer ds.theme.{layer}{{:root{{--{index}:1}}}}" for index, layer in enumerate(vendor.THEME_LAYERS))


@pytest.fixture
def package(tmp_path):
    """A package with just the files that ``style_sheet`` reads."""
    source = tmp_path / "package"
    (source / "dist" / "src").mkdir(parents=True)
    (source / "dist" / "theme").mkdir()
    (source / "dist" / "theme" / "designsystemet.css").write_text(THEME)
    for name in (*vendor.BASE, *vendor.COMPONENTS):
        (source / "dist" / "src" / f"{name}.css").write_text(f".{name}{{}}\n/*# sourceMappingURL={name}.css.map */")
    (source / "LICENSE").write_text("MIT, in full")
    return source


@pytest.fixture
def npm(tmp_path, package, monkeypatch):
    """A program called npm that packs the sample package and names its integrity as npm does."""
    programs = tmp_path / "programs"
    programs.mkdir()
    archive = tmp_path / "sample.tgz"
    with tarfile.open(archive, "w:gz") as packed:
        packed.add(package, "package")
    answer = json.dumps([{"integrity": "sha512-sample", "filename": "sample.tgz"}])
    script = programs / "npm"
    script.write_text(f"#!/bin/sh\ncp '{archive}' .\necho '{answer}'\n")
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")


def sample(**changes):
    facts = {"name": "sample", "version": "1.0.0", "licence": "MIT", "folder": "sample", "integrity": "sha512-sample"}
    return vendor.Package(**facts | changes)


def test_package_is_unpacked_where_it_belongs(npm, tmp_path):
    target = tmp_path / "target"
    target.mkdir()

    source = vendor.unpack(sample(), target)

    assert source == target / "sample" / "package"
    assert (source / "LICENSE").read_text() == "MIT, in full"


def test_another_archive_than_the_known_one_is_refused(npm, tmp_path):
    with pytest.raises(ValueError, match=r"sample 1\.0\.0 is another archive than before: sha512-sample"):
        vendor.unpack(sample(integrity="sha512-other"), tmp_path)


def test_blocks_of_a_layer_are_found_whole():
    css = "@layer a{x{y:1}}@layer b{z{}}@layer a{@media print{q{r:2}}}"

    assert vendor.blocks_of(css, "a") == ["@layer a{x{y:1}}", "@layer a{@media print{q{r:2}}}"]


def test_style_sheet_has_each_part_once_and_no_source_map(package):
    sheet = vendor.style_sheet(package)

    assert sheet.startswith("@layer ds.theme, ds.base, ds.components;")
    assert [sheet.count(f".{name}{{}}") for name in (*vendor.BASE, *vendor.COMPONENTS)] == [1] * (
        len(vendor.BASE) + len(vendor.COMPONENTS)
    )
    assert "sourceMappingURL" not in sheet


def test_layer_that_is_gone_stops_the_update(package):
    (package / "dist" / "theme" / "designsystemet.css").write_text("")

    with pytest.raises(LookupError, match="the theme has no layer size-mode any more"):
        vendor.style_sheet(package)


def test_files_come_with_licence_and_a_note_of_their_origin(package, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(vendor, "TARGET", tmp_path / "static")

    vendor.write(sample(), package, {"sample.css": b"p{}"})

    folder = tmp_path / "static" / "sample"
    assert sorted(file.name for file in folder.iterdir()) == ["LICENSE", "VERSION", "sample.css"]
    assert (folder / "LICENSE").read_text() == "MIT, in full"
    assert (folder / "VERSION").read_text().splitlines()[:3] == [
        "sample 1.0.0",
        "licence: MIT, see LICENSE",
        "integrity: sha512-sample",
    ]
    assert capsys.readouterr().out.startswith("sample 1.0.0: ")


@pytest.mark.parametrize("package", [vendor.DESIGN_SYSTEM, vendor.FONT], ids=lambda package: package.folder)
def test_what_is_shipped_is_what_the_script_names(package):
    note = (vendor.TARGET / package.folder / "VERSION").read_text().splitlines()

    assert note[0] == f"{package.name} {package.version}"
    assert note[2] == f"integrity: {package.integrity}"
