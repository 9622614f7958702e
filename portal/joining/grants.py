"""What somebody who followed a mailed link may touch. A leaf."""

from dataclasses import dataclass

APPLY = "joining.apply"  # purposes of mailed links; the whole request
HELP = "joining.help"  # followed by a task: "joining.help.volumes"


@dataclass(frozen=True)
class Applicant:
    """An actor without account: one request, all of it or one task."""

    join_request_id: int
    email: str
    task: str = ""  # the one task of a helping colleague; empty: all of the request

    def holds(self, join_request_id: int) -> bool:
        return self.join_request_id == join_request_id and not self.task

    def may_answer(self, join_request_id: int, task: str) -> bool:
        return self.join_request_id == join_request_id and self.task in ("", task)

    def __str__(self) -> str:
        return self.email
