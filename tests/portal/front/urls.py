"""The addresses of the portal with the style guide, as development has them."""

from django.urls import include, path

from portal.urls import urlpatterns as portal_urlpatterns

urlpatterns = [path("styleguide/", include("portal.front.urls")), *portal_urlpatterns]
