"""The composition root: every app's addresses, by name."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.conf.urls.static import static
from django.contrib.sitemaps import views as sitemap_views
from django.urls import include, path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from portal.accounts.admin import own_settings
from portal.cms.admin import page_privacy
from portal.cms.sitemaps import SITEMAPS
from portal.core.views import choose_language, healthz, readiness, robots

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readiness", readiness, name="readiness"),
    path("robots.txt", robots, name="robots"),
    path(
        "sitemap.xml",
        sitemap_views.index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap-section"},
        name="sitemap",
    ),
    path("sitemap-<slug:section>.xml", sitemap_views.sitemap, {"sitemaps": SITEMAPS}, name="sitemap-section"),
    path("language/<slug:code>/", choose_language, name="language"),
    path(
        "admin/login/",
        RedirectView.as_view(url=settings.WAGTAILADMIN_LOGIN_URL, query_string=True),
        name="admin-login",
    ),
    path("admin/account/", own_settings, name="admin-account"),
    path("admin/pages/<int:page_id>/privacy/", page_privacy, name="admin-page-privacy"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("accounts/", include("allauth.urls")),
    path("id/", include("registry.urls_permanent")),
    *static(settings.MEDIA_URL, document_root=settings.MEDIA_ROOT),
]
if settings.DEBUG:
    urlpatterns.append(path("styleguide/", include("portal.front.urls")))

urlpatterns += i18n_patterns(
    path("", include("search.urls")),  # first: the way to any other address is longer by a few patterns only
    path("", include("registry.urls")),
    path("experiences/", include("portal.experiences.urls")),
    path("me/tenders/", include("portal.experiences.urls_area")),
    path("", include("portal.experiences.urls_feedback")),
    path("", include("portal.experiences.urls_suggestions")),
    path("join/", include("portal.joining.urls")),
    path("", include("portal.members.urls")),
    path("", include("portal.members.urls_area")),
    path("", include("portal.cms.urls")),
    path("", include(wagtail_urls)),
)
