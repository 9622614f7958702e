"""What an applicant answered that it may publish as a member. Its answers themselves stay unpublished."""

from datetime import date

from portal.joining.models import JoinRequest
from portal.members.models import Organisation


def contract_end_of(organisation: Organisation) -> date | None:
    """When the present contract of a member ends, as it said in its request to join; None where it did not."""
    answers = JoinRequest.objects.filter(organisation=organisation)
    return answers.values_list("contract_ends_on", flat=True).first()
