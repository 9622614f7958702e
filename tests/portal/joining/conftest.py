"""What tests of a request's record share."""

import pytest

from registry.takeaway.exports import docx


@pytest.fixture
def broken_pandoc(tmp_path, monkeypatch):
    """A pandoc that makes no document."""
    broken = tmp_path / "pandoc"
    broken.write_text("#!/bin/sh\nexit 83\n")
    broken.chmod(0o755)
    monkeypatch.setattr(docx.pypandoc, "get_pandoc_path", lambda: str(broken))
