"""Wagtail's own view of who may read a page: what it saves and what ``receivers.py`` records of it, or neither."""

from django.db import transaction
from django.views.decorators.cache import never_cache
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.page_privacy import set_privacy

page_privacy = never_cache(require_admin_access(transaction.atomic(set_privacy)))
