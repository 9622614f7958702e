"""A private file as a download, for whoever was allowed to ask. Never shown inside a page of ours."""

from urllib.parse import quote

from django.conf import settings
from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from portal.files.models import PrivateFile, Verdict

POLICY = "sandbox; default-src 'none'"  # should a browser show it after all, nothing in it runs or loads


def file_response(row: PrivateFile) -> HttpResponse:
    """A file to be kept. Raises Http404 for one that is not clean.

    Behind nginx the file itself comes from an internal location (X_ACCEL_PREFIX), after this has said yes.
    """
    if row.verdict != Verdict.CLEAN or not row.file:
        raise Http404(row.pk)
    response = HttpResponse(content_type=row.content_type)
    if settings.X_ACCEL_PREFIX:
        response.headers["X-Accel-Redirect"] = f"{settings.X_ACCEL_PREFIX.rstrip('/')}/{quote(row.file.name or '')}"
    else:
        response.content = _content(row)
    response.headers["Content-Disposition"] = str(content_disposition_header(True, row.name))
    response.headers["Content-Security-Policy"] = POLICY
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _content(row: PrivateFile) -> bytes:
    try:
        with row.file.open("rb") as file:
            return bytes(file.read())
    except FileNotFoundError as error:  # the command files_check tells the operator
        raise Http404(row.pk) from error
