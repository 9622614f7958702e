"""Every page by the name of its address: who opens it, and where. ``{…}`` are places of ``tests/pages/scene.py``.

A new address gets a row in ``PAGES``, or in ``NO_PAGES`` with what it answers with instead.
"""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import NamedTuple

from portal.experiences.tasks import Task
from portal.joining.enums import Task as JoiningTask
from tests.pages.table_admin import OF_SECRETARIES, Rows


class Reader(Enum):
    VISITOR = "visitor"
    APPLICANT = "whoever followed the link to a request to join"
    EDITOR = "editor of a city"
    SECRETARY = "coordinator without a vote, with a second factor"


_CITY = "/en/me/organisations/{city}/"
_RECORD = "/en/me/tenders/{record}/"
_REQUEST = "/en/join/{request}/"
_CANDIDATE = "/en/criterion/{candidate}/"
_ADAPTATION = "/en/adaptation/{city}/smartphones/{adaptation}/"
_ADAPTED = "/en/me/adaptations/{adapted}/"
_OWN_DRAFT = "/en/me/drafts/{draft}/"

OF_VISITORS: Rows = {
    "registry:sets": ("/en/criteria/",),
    "registry:set": ("/en/criteria/smartphones/", "/en/criteria/smartphones/?level=2&theme=battery"),
    "registry:release": ("/en/criteria/smartphones/1.0.0/",),
    "registry:compare-releases": ("/en/criteria/smartphones/compare/1.0.0...2.0.0/",),
    "registry:version": (
        "/en/criterion/bat-01/2.0.0/",
        "/en/criterion/bat-01/2.0.0/?2.cycles=9000&beside=da",
        "/en/criterion/bat-01/1.0.0/",
        "/en/criterion/tak-01/1.1.0/",
        "/en/criterion/{corrected}/",
        _CANDIDATE,
    ),
    "registry:compare": ("/en/criterion/bat-01/compare/1.0.0...2.0.0/",),
    "registry:set-on-day": ("/en/criteria/smartphones/on/", "/en/criteria/smartphones/on/?day=2026-03-01"),
    "registry:set-adaptations": ("/en/criteria/smartphones/adaptations/", "/en/criteria/laptops/adaptations/"),
    "registry:set-history": ("/en/criteria/smartphones/history/", "/en/criteria/laptops/history/"),
    "registry:criterion-on-day": ("/en/criterion/bat-01/on/", "/en/criterion/bat-01/on/?day=2026-03-01"),
    "registry:adaptation": (_ADAPTATION,),
    "registry:consultations": ("/en/criteria/consultations/",),
    "registry:consultation": (f"{_CANDIDATE}consultation/", "/en/criterion/{voted}/consultation/"),
    "registry:comment": (f"{_CANDIDATE}consultation/comment/", f"{_CANDIDATE}consultation/comment/?block=purpose"),
    "registry:comments": (
        f"{_CANDIDATE}consultation/comments/",
        f"{_CANDIDATE}consultation/comments/?block=purpose",
    ),
    "registry:market": (f"{_CANDIDATE}consultation/suppliers/",),
    "suggestions:suggest": ("/en/criterion/bat-01/2.0.0/suggest/",),
    "suggestions:sent": ("/en/criterion/bat-01/2.0.0/suggest/sent/",),
    "suggestions:own": (
        "/en/suggestions/{unproved_suggestion}/",
        "/en/suggestions/{suggestion}/",
        "/en/suggestions/no-such-link/",
    ),
    "registry:comment-sent": (f"{_CANDIDATE}consultation/sent/",),
    "registry:confirm": ("/en/criteria/consultations/confirm/{confirm}/",),
    "registry:basket": ("/en/basket/",),
    "registry:shared-basket": ("/en/b/{basket}/",),
    "registry:ballot": ("/en/ballot/{ballot}/", "/en/ballot/forged/"),
    "permanent:version": ("/id/criterion/bat-01/v2.0.0",),
    "permanent:adaptation": ("/id/adaptation/{city}/smartphones/v{adaptation}",),
    "search:search": ("/en/search/?q=battery", "/en/search/?q=xyzzy", "/en/search/"),
    "search:stop-letters": ("/en/search/letters/{stop}/",),
    "experiences:list": ("/en/experiences/", "/en/experiences/?country=FI&theme=battery&sort=bids"),
    "experiences:matrix": ("/en/experiences/matrix/?fictional=1",),
    "experiences:experience": ("/en/experiences/{published}/", "/en/experiences/{case}/"),
    "joining:start": ("/en/join/",),
    "joining:suitability": ("/en/join/suitability/", "/en/join/suitability/?organisation=supplier"),
    "joining:email": ("/en/join/email/?kind=la",),
    "joining:email-sent": ("/en/join/email/sent/",),
    "joining:link": ("/en/join/link/{link}/", "/en/join/link/used-up/"),
    "joining:resume": ("/en/join/resume/",),
    "members:volumes": ("/en/members/volumes/",),
    "members:growth": ("/en/members/over-time/",),
    "members:contract-ends": ("/en/members/contract-ends/", "/en/members/contract-ends/?country=XX"),
    "area:invitation": ("/en/invitation/{invitation}/",),
    "area:unsubscribe": ("/en/unsubscribe/{unsubscribe}/",),
    "wagtail_serve": (
        *("/en/", "/en/statement/", "/en/members/?sort=-to", "/en/members/{city}/", "/en/background/", "/en/licence/"),
        *("/en/versions/", "/en/partners/", "/en/privacy/", "/en/disclaimer/", "/en/accessibility/"),
        "/en/call-to-join/",
    ),
    "account_login": ("/accounts/login/",),
    "account_signup": ("/accounts/signup/",),
    "account_inactive": ("/accounts/inactive/",),
    "account_email_verification_sent": ("/accounts/confirm-email/",),
    "account_confirm_email": ("/accounts/confirm-email/used-up/",),
    "account_request_login_code": ("/accounts/login/code/",),
    "account_reset_password": ("/accounts/password/reset/",),
    "account_reset_password_done": ("/accounts/password/reset/done/",),
    "account_reset_password_from_key": ("/accounts/password/reset/key/1-used-up/",),
    "account_reset_password_from_key_done": ("/accounts/password/reset/key/done/",),
    "socialaccount_login_cancelled": ("/accounts/3rdparty/login/cancelled/",),
    "socialaccount_login_error": ("/accounts/3rdparty/login/error/",),
}
OF_APPLICANTS: Rows = {
    "joining:status": (_REQUEST,),
    "joining:task": tuple(f"{_REQUEST}task/{task}/" for task in JoiningTask),
    "joining:colleague": (f"{_REQUEST}task/volumes/colleague/",),
    "joining:check": (f"{_REQUEST}check/",),
    "joining:withdraw": (f"{_REQUEST}withdraw/",),
    "joining:sent": ("/en/join/{sent_request}/sent/",),
}
OF_EDITORS: Rows = {
    "area:dashboard": ("/en/me/",),
    "area:security": ("/en/me/security/",),
    "area:notifications": ("/en/me/notifications/",),
    "area:organisation": (_CITY,),
    "area:profile": (f"{_CITY}profile/",),
    "area:volumes": (f"{_CITY}volumes/",),
    "area:add-volume": (f"{_CITY}volumes/add/",),
    "area:volume": (f"{_CITY}volumes/{{volume}}/",),
    "area:contract-ends": (f"{_CITY}contract-ends/",),
    "area:commitments": (f"{_CITY}commitments/",),
    "area:colleagues": (f"{_CITY}colleagues/",),
    "area:invite": (f"{_CITY}colleagues/invite/",),
    "area:colleague": (f"{_CITY}colleagues/{{colleague}}/",),
    "area:remove-colleague": (f"{_CITY}colleagues/{{colleague}}/remove/",),
    "city-page:start": ("/en/me/organisations/{new_city}/page/",),
    "city-page:edit": (f"{_CITY}page/en/",),
    "city-page:preview": (f"{_CITY}page/en/preview/",),
    "tenders:list": ("/en/me/tenders/", "/en/me/tenders/?show=returned"),
    "tenders:start": ("/en/me/tenders/new/",),
    "tenders:used": ("/en/me/tenders/used/?basket={basket}",),
    "tenders:import": ("/en/me/tenders/import/",),
    "tenders:record": (_RECORD, "/en/me/tenders/{own_published}/"),
    "tenders:task": tuple(f"{_RECORD}task/{task}/" for task in Task if task not in (Task.CRITERIA, Task.DOCUMENTS)),
    "tenders:criteria": (f"{_RECORD}task/criteria/",),
    "tenders:find-criteria": (f"{_RECORD}task/criteria/find/?q=battery",),
    "tenders:documents": (f"{_RECORD}task/documents/",),
    "tenders:check": (f"{_RECORD}check/",),
    "tenders:preview": (f"{_RECORD}preview/?as=everyone", f"{_RECORD}preview/?as=own"),
    "tenders:discard": (f"{_RECORD}discard/",),
    "tenders:retract": ("/en/me/tenders/{own_published}/retract/",),
    "feedback:give": ("/en/criterion/bat-01/2.0.0/feedback/",),
    "feedback:change": ("/en/me/feedback/{feedback}/",),
    "search:saved": ("/en/me/searches/",),
    "search:questions": ("/en/me/questions/",),
    "search:ask": ("/en/me/questions/ask/?q=xyzzy",),
    "search:withdraw-question": ("/en/me/questions/{question}/withdraw/",),
    "registry:drafts": ("/en/me/drafts/",),
    "registry:draft-start": ("/en/me/drafts/start/", "/en/me/drafts/start/?criterion=bat-02"),
    "registry:draft": (_OWN_DRAFT, "/en/me/drafts/{asked}/", "/en/me/drafts/{consulted}/"),
    "registry:draft-earlier": (f"{_OWN_DRAFT}earlier/",),
    "registry:draft-compare": (f"{_OWN_DRAFT}earlier/compare/?from={{revision}}",),
    "registry:draft-same-bids": (f"{_OWN_DRAFT}same-bids/",),
    "registry:draft-ask": (f"{_OWN_DRAFT}ask/", "/en/me/drafts/{asked}/ask/"),
    "registry:draft-abandon": (f"{_OWN_DRAFT}abandon/",),
    "registry:adaptations": ("/en/me/adaptations/",),
    "registry:start-adaptation": ("/en/me/adaptations/start/",),
    "registry:adaptation-draft": (_ADAPTED,),
    "registry:adapt-criterion": (f"{_ADAPTED}criteria/bat-01/", f"{_ADAPTED}criteria/tak-01/"),
    "registry:check-adaptation": (f"{_ADAPTED}check/",),
    "registry:move-adaptation": (f"{_ADAPTED}move/",),
    "registry:abandon-adaptation": (f"{_ADAPTED}abandon/",),
    "registry:withdraw-adaptation": (
        "/en/me/adaptations/sealed/{sealed}/withdraw/",
        "/en/me/adaptations/sealed/{ending}/withdraw/",
    ),
    "registry:votes": ("/en/me/votes/",),
    "registry:vote": ("/en/me/votes/{elector}/",),
    "registry:send-ballot": ("/en/me/votes/{elector}/ballot/",),
    "account_logout": ("/accounts/logout/",),
    "account_email": ("/accounts/email/",),
    "mfa_index": ("/accounts/2fa/",),
    "mfa_list_webauthn": ("/accounts/2fa/webauthn/",),
    "socialaccount_connections": ("/accounts/3rdparty/",),
    "usersessions_list": ("/accounts/sessions/",),
}
PAGES: Mapping[Reader, Rows] = {
    Reader.VISITOR: OF_VISITORS,
    Reader.APPLICANT: OF_APPLICANTS,
    Reader.EDITOR: OF_EDITORS,
    Reader.SECRETARY: OF_SECRETARIES,
}
# What is looked at in every look there is, not in one a language.
MAIN = (
    "/en/",
    "/en/criteria/smartphones/",
    "/en/criterion/bat-01/2.0.0/",
    "/en/criterion/bat-01/compare/1.0.0...2.0.0/",
    "/en/search/?q=battery",
    "/en/join/",
)
# Pages that say that there is none.
MISSING = ("/en/nothing/here/", "/en/criterion/bat-99/", "/id/criterion/bat-99", "/en/experiences/nothing-here/")

NO_PAGES: Mapping[str, str] = {
    **dict.fromkeys(("healthz", "readiness", "robots"), "a line for machines"),
    **dict.fromkeys(("sitemap", "sitemap-section", "search:opensearch"), "XML"),
    **dict.fromkeys(
        (
            *("registry:consultations-feed", "search:feed", "experiences:feed"),
            *("registry:sets-feed", "registry:set-feed", "registry:criterion-feed"),
        ),
        "Atom",
    ),
    **dict.fromkeys(
        (
            *(
                "permanent:content",
                "permanent:level",
                "permanent:translation",
                "permanent:release-note",
                "registry:consultation-json",
                "search:json",
                "search:suggest",
            ),
            *("experiences:experience-json", "mfa_login_webauthn"),
        ),
        "JSON",
    ),
    **dict.fromkeys(
        (
            *("registry:basket-export", "registry:shared-basket-export", "experiences:export", "experiences:document"),
            *("experiences:matrix-export", "joining:questions", "joining:record", "joining:evidence"),
            *(
                "members:volumes-csv",
                "members:growth-csv",
                "members:contract-ends-csv",
                "tenders:document",
                "tenders:template",
                "tenders:export",
                "wagtaildocs_serve",
            ),
            *("mfa_download_recovery_codes", "joining_admin:evidence", "experiences-admin:document"),
            *("registry:compare-changes", "registry:basket-changes", "registry:shared-basket-changes"),
            *("draft-steps:comment-sheet", "registry:adaptation-export", "translations-admin:export"),
            "registry:set-history-csv",
        ),
        "a file",
    ),
    **dict.fromkeys(
        (
            *("language", "admin-login", "members:buyers", "permanent:criterion", "permanent:criterion-on-day"),
            *("permanent:set", "permanent:release", "permanent:version-in", "admin-page-privacy"),
            *("registry:criterion", "registry-rules:registers", "permanent:set-on-day", "handbook"),
        ),
        "leads to another page",
    ),
    "permanent:nothing": "one of MISSING",
    "wagtailsnippets_search_synonymgroup:add": "Wagtail's own page; we only fill its form in",
    **dict.fromkeys(
        (
            *("drafts-admin:lock", "drafts-admin:restore", "experiences-admin:publish", "joining_admin:note"),
            *("draft-steps:revoke-ballot", "criteria-admin:confirm", "criteria-admin:take-back"),
            *("release-drafts:confirm-note", "release-drafts:take-back-note"),
            *("release-drafts:start", "translations-admin:begin", "translations-admin:rebase"),
        ),
        "a button",
    ),
    **dict.fromkeys(
        (
            *("joining_admin:inbox_results", "experiences-admin:inbox-results", "feedback-admin:list-results"),
            *("experiences-reports:unused-results", "registry-reports:unreviewed-results", "draft-steps:log-results"),
            *("registry-reports:below-floor-results", "registry-reports:behind-results", "drafts-admin:list-results"),
            *("search-admin:misses-results", "criteria-admin:list-results", "criteria-admin:proposals-results"),
            *("links-report:results", "translations-admin:log-results"),
        ),
        "a part of the page of the same name",
    ),
    **dict.fromkeys(
        ("wagtailcore_authenticate_with_password", "wagtaildocs_authenticate_with_password"),
        "no page is behind a password",
    ),
    **dict.fromkeys(
        (
            *("account_confirm_login_code", "account_change_password", "account_set_password"),
            *("account_reauthenticate", "mfa_authenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn"),
            *("mfa_activate_totp", "mfa_deactivate_totp", "mfa_view_recovery_codes", "mfa_generate_recovery_codes"),
            *("mfa_add_webauthn", "mfa_edit_webauthn", "mfa_remove_webauthn"),
        ),
        "in the middle of signing in: tests/journeys/test_signing_in.py",
    ),
    **dict.fromkeys(
        ("openid_connect_login", "openid_connect_callback", "socialaccount_signup"),
        "on the way to and from a provider of identities: tests/portal/test_identity_providers.py",
    ),
}


class Visit(NamedTuple):
    """One look at one page."""

    reader: Reader
    path: str  # in English, with {places}
    number: int  # of the page in the table


def visits() -> Iterator[Visit]:
    """Every page once, whoever opens it, those that are missing last."""
    paths = [(reader, path) for reader, rows in PAGES.items() for row in rows.values() for path in row]
    paths += [(Reader.VISITOR, path) for path in MISSING]
    for number, (reader, path) in enumerate(paths):
        yield Visit(reader, path, number)


def spoken(path: str, language: str) -> str:
    """The address of a page in another language; pages without one in it follow the cookie or the account."""
    if not path.startswith("/en/"):
        return path
    return f"/{language}/{path.removeprefix('/en/')}".replace("/page/en/", f"/page/{language}/")
