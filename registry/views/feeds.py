"""What happens in the register as feeds; the same for everybody."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal.core.atom import feed_response
from registry.feeds import changes_feed, criterion_scope, register_scope, set_scope
from registry.views.lookup import RegistryView, find_criterion, find_set


class RegisterFeedView(RegistryView):
    """Of all criteria."""

    def get(self, request: HttpRequest) -> HttpResponseBase:
        return feed_response(request, changes_feed(register_scope()))


class SetFeedView(RegistryView):
    """Of one set."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        return feed_response(request, changes_feed(set_scope(find_set(slug))))


class CriterionFeedView(RegistryView):
    """Of one criterion."""

    def get(self, request: HttpRequest, slug: str) -> HttpResponseBase:
        return feed_response(request, changes_feed(criterion_scope(find_criterion(slug))))
