"""The pages that coordinators alone open, by the name of their address."""

from collections.abc import Mapping

from registry.enums import StepAfter

Rows = Mapping[str, tuple[str, ...]]

_DRAFT = "/admin/drafts/{draft}/"
_STEPS = "/admin/drafts/{in_vote}/steps/"
_CONSULTED = "/admin/drafts/{consulted}/steps/"
_RECORDS = "/admin/experiences/"
_RELEASE = "/admin/releases/{release}/"
_TRANSLATIONS = "/admin/translations/"

OF_SECRETARIES: Rows = {
    "registry:draft-preview": ("/en/criteria/drafts/{draft}/",),
    "wagtailadmin_home": ("/admin/",),
    "admin-account": ("/admin/account/",),
    "joining_admin:inbox": ("/admin/join/",),
    "joining_admin:request": ("/admin/join/{in_review}/",),
    "joining_admin:step": ("/admin/join/{in_review}/step/ask/", "/admin/join/{in_review}/step/approve/"),
    "joining_admin:recuse": ("/admin/join/{in_review}/recuse/",),
    "experiences-admin:inbox": (_RECORDS,),
    "experiences-admin:record": (f"{_RECORDS}{{waiting}}/", f"{_RECORDS}{{waiting}}/?as=own"),
    "experiences-admin:send-back": (f"{_RECORDS}{{waiting}}/send-back/",),
    "experiences-admin:retract": (f"{_RECORDS}{{retractable}}/retract/",),
    "feedback-admin:list": ("/admin/feedback/",),
    "feedback-admin:answer": ("/admin/feedback/{feedback}/",),
    "experiences-reports:unused": ("/admin/reports/criteria/never-used/",),
    "registry-reports:unreviewed": ("/admin/reports/criteria/unreviewed/",),
    "registry-reports:below-floor": ("/admin/reports/criteria/below-the-law/",),
    "registry-reports:behind": ("/admin/reports/criteria/translations-behind/",),
    "registry-rules:rules": ("/admin/registers/{register}/rules/",),
    "drafts-admin:list": ("/admin/drafts/",),
    "drafts-admin:start": ("/admin/drafts/start/",),
    "drafts-admin:abandon-several": ("/admin/drafts/abandon/",),
    "drafts-admin:edit": (_DRAFT,),
    "drafts-admin:revisions": (f"{_DRAFT}revisions/",),
    "drafts-admin:compare-revisions": (f"{_DRAFT}revisions/compare/?from={{revision}}",),
    "drafts-admin:same-bids": (f"{_DRAFT}same-bids/",),
    "draft-steps:log": ("/admin/drafts/log/",),
    "draft-steps:steps": (f"{_DRAFT}steps/", _STEPS),
    "draft-steps:consult": (f"{_DRAFT}steps/consult/",),
    "draft-steps:hand-back": ("/admin/drafts/{asked}/steps/hand-back/",),
    "draft-steps:open-vote": (f"{_CONSULTED}open-vote/",),
    "draft-steps:rework": (f"{_CONSULTED}rework/",),
    "draft-steps:abandon": (f"{_DRAFT}steps/abandon/",),
    "draft-steps:publish": (f"{_STEPS}publish/",),
    "draft-steps:comments": (f"{_CONSULTED}comments/",),
    "draft-steps:answer": (f"{_CONSULTED}comments/{{comment}}/",),
    "draft-steps:votes": (f"{_STEPS}votes/",),
    "draft-steps:send-ballot": (f"{_STEPS}votes/{{without_editor}}/ballot/",),
    "criteria-admin:list": ("/admin/criteria/",),
    "criteria-admin:criterion": ("/admin/criteria/{criterion}/",),
    "criteria-admin:propose": tuple(f"/admin/criteria/{{criterion}}/{step}/" for step in StepAfter),
    "criteria-admin:proposals": ("/admin/criteria/steps/",),
    "criteria-admin:proposal": ("/admin/criteria/steps/{proposal}/", "/admin/criteria/steps/{erratum}/"),
    "release-drafts:sets": ("/admin/releases/",),
    "release-drafts:members": (_RELEASE,),
    "release-drafts:notes": (f"{_RELEASE}notes/",),
    "release-drafts:note": (f"{_RELEASE}notes/en/", f"{_RELEASE}notes/sv/"),
    "release-drafts:replace-note": (f"{_RELEASE}notes/sv/replace/",),
    "release-drafts:revisions": ("/admin/releases/published/{published_release}/notes/",),
    "release-drafts:revise": ("/admin/releases/published/{published_release}/notes/sv/",),
    "release-drafts:number": (f"{_RELEASE}number/", "/admin/releases/{raised}/number/"),
    "release-drafts:publish": (f"{_RELEASE}publish/",),
    "release-drafts:abandon": (f"{_RELEASE}abandon/",),
    "translations-admin:overview": (_TRANSLATIONS,),
    "translations-admin:language": (f"{_TRANSLATIONS}sv/",),
    "translations-admin:import": (f"{_TRANSLATIONS}sv/import/",),
    "translations-admin:log": (f"{_TRANSLATIONS}log/",),
    "translations-admin:edit": (f"{_TRANSLATIONS}{{translating}}/edit/",),
    "translations-admin:read": (f"{_TRANSLATIONS}{{translated}}/", f"{_TRANSLATIONS}{{translating}}/"),
    "translations-admin:send-back": (f"{_TRANSLATIONS}{{translated}}/send-back/",),
    "translations-admin:abandon": (f"{_TRANSLATIONS}{{translating}}/abandon/",),
    "links-report:list": ("/admin/reports/links/",),
    "wagtail_serve": ("/en/handbook/",),
    "search-admin:misses": ("/admin/search-misses/",),
}
