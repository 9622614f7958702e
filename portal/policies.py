"""Who may ask what of every address: the one table, and the wall in front of the views that reads it.

A view that the table does not name is refused, and so is a method that it does not list. The table says who gets as
far as a view; what somebody may do to one thing is asked there, of the rules.
"""

import logging
from collections.abc import Callable, Mapping
from enum import Enum
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import ResolverMatch

logger = logging.getLogger(__name__)


class Who(Enum):
    EVERYONE = "everyone"
    GRANT = "whoever followed a mailed link; the view looks at the grant"
    SIGNED_IN = "whoever has signed in"
    SECOND_FACTOR = "whoever has signed in with a second factor; portal.accounts.middleware sees to it"


READ = frozenset({"GET", "HEAD", "OPTIONS"})
WRITE = frozenset({"POST"})
FORM = READ | WRITE
SHUT: frozenset[str] = frozenset()  # another package has it and nobody needs it


class Policy(NamedTuple):
    who: Who
    methods: frozenset[str]


def _each(who: Who, methods: frozenset[str], *names: str) -> dict[str, Policy]:
    return {name: Policy(who, methods) for name in names}


POLICIES: Mapping[str, Policy] = {
    **_each(
        Who.EVERYONE,
        READ,
        "healthz",
        "readiness",
        "robots",
        "sitemap",
        "sitemap-section",
        "language",
        "permanent:criterion",
        "permanent:criterion-on-day",
        "permanent:version",
        "permanent:version-in",
        "permanent:translation",
        "permanent:level",
        "permanent:adaptation",
        "registry:adaptation",
        "registry:set-adaptations",
        "registry:set-history",
        "registry:set-history-csv",
        "registry:adaptation-export",
        "permanent:content",
        "permanent:set",
        "permanent:set-on-day",
        "permanent:release",
        "permanent:release-note",
        "permanent:nothing",
        "registry:sets",
        "registry:sets-feed",
        "registry:set-feed",
        "registry:criterion-feed",
        "registry:set",
        "registry:set-on-day",
        "registry:release",
        "registry:compare-releases",
        "registry:criterion",
        "registry:criterion-on-day",
        "registry:version",
        "registry:compare",
        "registry:consultations",
        "registry:consultations-feed",
        "registry:consultation",
        "registry:consultation-json",
        "registry:comments",
        "registry:comment-sent",
        "registry:basket-export",
        "registry:shared-basket-export",
        "registry:compare-changes",
        "registry:basket-changes",
        "registry:shared-basket-changes",
        "search:search",
        "search:opensearch",
        "search:json",
        "search:suggest",
        "search:feed",
    ),
    # What everybody reads of tender experiences; the views show what the reader's face of each one holds.
    **_each(
        Who.EVERYONE,
        READ,
        "experiences:list",
        "experiences:export",
        "experiences:matrix",
        "experiences:matrix-export",
        "experiences:feed",
        "experiences:experience",
        "experiences:experience-json",
        "experiences:document",
    ),
    **_each(Who.EVERYONE, FORM, "registry:basket", "registry:shared-basket"),
    **_each(Who.EVERYONE, WRITE, "registry:basket-add", "registry:adaptation-basket"),
    # What is said in a consultation: by members, who are asked by registry/rules.py, and by whoever proves an address.
    **_each(Who.EVERYONE, FORM, "registry:comment", "registry:market", "registry:confirm"),
    # A guest's suggestion on a criterion, before its address is proved and after.
    **_each(Who.EVERYONE, FORM, "suggestions:suggest"),
    **_each(Who.EVERYONE, READ, "suggestions:sent"),
    **_each(Who.GRANT, FORM, "suggestions:own"),
    **_each(Who.EVERYONE, READ, "admin-login"),  # leads to allauth's
    # The request to join, before and after a mailed link was followed.
    **_each(
        Who.EVERYONE,
        READ,
        "joining:start",
        "joining:questions",
        "joining:suitability",
        "joining:email-sent",
    ),
    **_each(
        Who.EVERYONE,
        FORM,
        "joining:email",
        "joining:link",
        "joining:resume",
    ),
    **_each(
        Who.GRANT,
        READ,
        "joining:status",
        "joining:sent",
        "joining:record",
        "joining:evidence",
    ),
    **_each(
        Who.GRANT,
        FORM,
        "joining:task",
        "joining:colleague",
        "joining:check",
        "joining:withdraw",
    ),
    **_each(
        Who.GRANT,
        WRITE,
        "joining:evidence-remove",
    ),
    # Members: what everybody reads, what a mailed or signed link opens, and their own area, where the views ask
    # portal/members/rules.py.
    **_each(
        Who.EVERYONE,
        READ,
        "members:volumes",
        "members:volumes-csv",
        "members:growth",
        "members:growth-csv",
        "members:contract-ends",
        "members:contract-ends-csv",
        "members:buyers",
    ),
    **_each(
        Who.GRANT,
        FORM,
        "area:invitation",
        "area:unsubscribe",
        "registry:ballot",
        "search:stop-letters",
    ),
    **_each(
        Who.SIGNED_IN,
        READ,
        "area:dashboard",
        "area:security",
        "area:organisation",
        "area:volumes",
        "area:colleagues",
        "city-page:preview",
        "tenders:list",
        "tenders:record",
        "tenders:check",
        "tenders:preview",
        "tenders:document",
        "tenders:template",
        "tenders:export",
        "search:saved",
        "search:questions",
        "registry:draft-preview",
        "registry:votes",
        "registry:drafts",
        "registry:draft-earlier",
        "registry:draft-compare",
        "registry:adaptations",
        "registry:adaptation-draft",
    ),
    **_each(
        Who.SIGNED_IN,
        FORM,
        "area:notifications",
        "area:profile",
        "area:add-volume",
        "area:volume",
        "area:commitments",
        "area:contract-ends",
        "area:invite",
        "area:colleague",
        "area:remove-colleague",
        "city-page:start",
        "city-page:edit",
        "tenders:start",
        "tenders:task",
        "tenders:used",
        "tenders:import",
        "tenders:criteria",
        "tenders:find-criteria",
        "tenders:documents",
        "tenders:discard",
        "tenders:retract",
        "feedback:give",
        "feedback:change",
        "search:ask",
        "search:withdraw-question",
        "registry:vote",
        "registry:start-adaptation",
        "registry:adapt-criterion",
        "registry:check-adaptation",
        "registry:move-adaptation",
        "registry:abandon-adaptation",
        "registry:withdraw-adaptation",
        "registry:send-ballot",
        "registry:draft-start",
        "registry:draft",
        "registry:draft-same-bids",
        "registry:draft-ask",
        "registry:draft-abandon",
    ),
    **_each(
        Who.SIGNED_IN,
        WRITE,
        "feedback:withdraw",
        "registry:draft-restore",
        "registry:withdraw-vote",
        "registry:next-adaptation",
        "registry:take-back-ballot",
        "search:save",
        "search:letters",
        "search:delete-saved",
        "area:repeat-volumes",
        "area:confirm-figures",
        "area:remove-volume",
        "area:resend-invitation",
        "area:revoke-invitation",
        "city-page:publish",
        "city-page:unpublish",
        "tenders:send",
        "tenders:take-back",
        "tenders:correct",
        "tenders:remove-document",
    ),
    # Pages of the CMS: who may read a page or a document is Wagtail's own question.
    **_each(Who.EVERYONE, READ, "wagtail_serve", "wagtaildocs_serve"),
    **_each(
        Who.EVERYONE,
        FORM,
        "wagtailcore_authenticate_with_password",
        "wagtaildocs_authenticate_with_password",
    ),
    **_each(Who.EVERYONE, SHUT, "wagtailcore_login"),  # signing in is allauth's alone: rate limits, second factor
    **_each(Who.SECOND_FACTOR, SHUT, "wagtailadmin_error_test"),  # an error on demand
    **_each(Who.SECOND_FACTOR, WRITE, "wagtailadmin_logout"),  # it drops the session's cookie, whatever the method
    # Signing in, by allauth.
    **_each(
        Who.EVERYONE,
        FORM,
        "account_login",
        "account_logout",
        "account_signup",
        "account_inactive",
        "account_email_verification_sent",
        "account_confirm_email",
        "account_request_login_code",
        "account_confirm_login_code",
        "account_reset_password",
        "account_reset_password_done",
        "account_reset_password_from_key",
        "account_reset_password_from_key_done",
        "mfa_authenticate",
        "mfa_login_webauthn",
        "openid_connect_login",
        "openid_connect_callback",
        "socialaccount_login_cancelled",
        "socialaccount_login_error",
        "socialaccount_signup",
    ),
    **_each(
        Who.SIGNED_IN,
        FORM,
        "account_email",
        "account_change_password",
        "account_set_password",
        "account_reauthenticate",
        "mfa_index",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "mfa_activate_totp",
        "mfa_deactivate_totp",
        "mfa_view_recovery_codes",
        "mfa_generate_recovery_codes",
        "mfa_list_webauthn",
        "mfa_add_webauthn",
        "mfa_edit_webauthn",
        "mfa_remove_webauthn",
        "socialaccount_connections",
        "usersessions_list",
    ),
    **_each(Who.SIGNED_IN, READ, "mfa_download_recovery_codes"),
}

# Whole trees of others, by the beginning of their addresses, for what the table above does not name.
TREES: Mapping[str, Policy] = {
    "admin/": Policy(Who.SECOND_FACTOR, FORM),
    "accounts/social/": Policy(Who.EVERYONE, SHUT),  # former addresses of allauth's
    "styleguide/": Policy(Who.EVERYONE, READ),  # in development only, as the next
    "^media/": Policy(Who.EVERYONE, READ),
}


def policy_of(match: ResolverMatch) -> Policy | None:
    """What the table says of a view; None if it says nothing."""
    if match.view_name in POLICIES:
        return POLICIES[match.view_name]
    return next((policy for start, policy in TREES.items() if match.route.startswith(start)), None)


class PolicyMiddleware:
    """Refuses what the table does not allow. Stands behind the middleware that says who asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], arguments: tuple[Any, ...], named: dict[str, Any]
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        policy = policy_of(match) if match else None
        if match is None or policy is None:
            logger.error(
                "%s has no policy: add a row to portal/policies.py.", match and (match.view_name or match.route)
            )
            raise PermissionDenied("This address has no policy.")
        if not policy.methods:
            raise Http404("Nobody needs this address.")
        if request.method not in policy.methods:
            return HttpResponseNotAllowed(sorted(policy.methods))
        if policy.who is Who.SIGNED_IN and not request.user.is_authenticated:
            can_come_back = policy.methods >= READ
            return redirect_to_login(request.get_full_path()) if can_come_back else redirect(settings.LOGIN_URL)
        return None
