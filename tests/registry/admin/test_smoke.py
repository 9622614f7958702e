import pytest
from django.urls import reverse
from registry.models import Draft
from tests.factories.drafts import *
from tests.registry.admin.coordinators import signed_in, step_of, at_noon

pytestmark = pytest.mark.django_db

def test_all(client):
    with at_noon(CONSULTED):
        signed_in(client)
        d = DraftFactory()
        for name in ("steps", "consult", "abandon", "comments"):
            r = client.get(step_of(d, name)); print(name, r.status_code)
        r = client.post(step_of(d, "consult"), {"seen": 1}); print(r.status_code, r.get("Location"))
        d = Draft.objects.get()
        c = CommentFactory(candidate=d.newest_candidate)
        for name in ("steps", "open-vote", "rework", "abandon", "comments"):
            r = client.get(step_of(d, name)); print(name, r.status_code)
        r = client.get(step_of(d, "answer", c.pk)); print(r.status_code)
        r = client.get(step_of(d, "comment-sheet")+"?export=csv"); print(r.getvalue().decode())
        r = client.get(reverse("draft-steps:log")+f"?draft={d.pk}"); print(r.status_code)
        r = client.get(reverse("draft-steps:log")+f"?export=csv"); print(r.getvalue().decode())
    cand = carried()
    with at_noon(PUBLISHED):
        signed_in(client)
        for name in ("steps", "publish", "votes"):
            r = client.get(step_of(cand, name)); print(name, r.status_code)
    assert 0
