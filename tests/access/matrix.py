"""Who may do what to what: the one table, from which the tests are generated and which each feature extends.

A row is an action; a column is an object; a cell lists the roles whose answer is yes, by their letters. Everybody
else's is no. ``.`` is nobody. ``world.py`` makes the people and the objects.
"""

from tests.access.world import RECORDS, Role, Thing

LETTERS = {
    "v": Role.VISITOR,
    "a": Role.APPLICANT,  # by the link to the whole request
    "h": Role.HELPER,  # by a link to one task of the request
    "o": Role.OTHER_APPLICANT,  # of another request
    "g": Role.GUEST,
    "u": Role.OTHER_GUEST,
    "m": Role.MEMBER,
    "e": Role.CITY_EDITOR,
    "x": Role.EDITOR_ELSEWHERE,
    "p": Role.SUPPORTER,  # edits for an organisation that is no public buyer
    "c": Role.COORDINATOR,
    "r": Role.RECUSED_COORDINATOR,  # from each of the requests; and whoever sent the tender experiences
    "s": Role.ADMINISTRATOR,  # a superuser without any role
    "d": Role.DEACTIVATED_COORDINATOR,
}

_REQUESTS = (Thing.DRAFT, Thing.SENT, Thing.IN_REVIEW, Thing.ASKED, Thing.APPROVED, Thing.WITHDRAWN_DRAFT)
_ORGANISATIONS = (Thing.OWN_ORGANISATION, Thing.OTHER_ORGANISATION)
_RECORDS = (*RECORDS, Thing.CASE)
_PROPOSALS = (Thing.PROPOSAL, Thing.PROPOSAL_IN_VOTE)
_VOTES = (Thing.VOTE, Thing.VOTE_WITHOUT_EDITOR)
_ADAPTATION_DRAFTS = (
    Thing.ADAPTATION_DRAFT,
    Thing.ADAPTATION_SAVED_BY_EDITOR,
    Thing.ADAPTATION_DRAFT_WITHOUT_EDITOR,
)
_ADAPTATIONS = (Thing.ADAPTATION, Thing.ADAPTATION_WITHOUT_EDITOR)
_POINTS = (Thing.FEEDBACK, Thing.SUGGESTION, Thing.UNPROVED_SUGGESTION)
_WITHDRAWALS = (Thing.WITHDRAWAL, Thing.WITHDRAWAL_BY_EDITOR, Thing.WITHDRAWAL_WITHOUT_EDITOR)
_ALONE = (Thing.NOTHING,)

_TABLE: dict[tuple[Thing, ...], dict[str, str]] = {
    # of a request to join:        draft   sent    review  asked   approved  withdrawn before it was sent
    _REQUESTS: {
        "joining.apply": "         a       a       a       a       a         a",
        "joining.see": "           a       acr     acr     acr     acr       a",
        "joining.read_evidence": " a       ac      ac      ac      ac        a",
        "joining.answer": "        ah      .       .       ah      .         .",
        "joining.invite_helper": " a       .       .       a       .         .",
        "joining.review": "        .       c       c       c       c         .",
        "joining.recuse": "        .       cr      cr      cr      cr        .",
    },
    # of an organisation:                 own     other
    _ORGANISATIONS: {
        "members.see_organisation": "     mecr    xcr",
        "members.change_figures": "       ecr     xcr",
        "members.change_page": "          ecr     xcr",
        "members.see_colleagues": "       mecrs   xcrs",
        "members.manage_colleagues": "    ecrs    xcrs",
        "experiences.start": "            me      x",
        "registry.start_draft": "         mecr    xcr",
        "registry.comment": "             me      x",
        "registry.start_adaptation": "    e       x",
    },
    # of a tender experience:     draft  sent  returned members everyone      retracted corrected    case
    _RECORDS: {
        "experiences.read": "     .      .     .        mexcr   vahogumexpcrsd .       vahogumexpcrsd vahogumexpcrsd",
        "experiences.write": "    me     me    me       me      me            me        me           .",
        "experiences.see_work": " me     mecr  mecr     mecr    mecr          mecr      mecr         cr",
        "experiences.moderate": " .      c     c        cr      cr            cr        cr           cr",
        "experiences.retract": "  ecr    ecr   ecr      ecr     ecr           ecr       ecr          cr",
    },
    # of a criterion's draft:          drafted  in vote
    _PROPOSALS: {
        "registry.edit_draft": "       mecr     mecr",
        "registry.confirm_same_bids": "mecr     mecr",
        "registry.abandon": "          mecr     cr",
        "registry.ask_consultation": " me       me",
        "registry.consult": "          cr       cr",
        "registry.rework": "           cr       cr",
        "registry.dispose": "          cr       cr",
        "registry.open_vote": "        cr       cr",
        "registry.publish": "          cr       cr",
    },
    # of the vote of a member:          own  of one without an editor
    _VOTES: {
        "registry.vote": "              e    .",
        "registry.send_ballot": "       e    cr",
    },
    (Thing.TRANSLATION,): {
        "registry.translate": "            cr",
        "registry.confirm_translation": "  c",
    },
    # of the draft of an adaptation:      saved by another  by the editor  of a city without an editor
    _ADAPTATION_DRAFTS: {
        "registry.read_adaptation_draft": "mecr             mecr           cr",
        "registry.edit_adaptation": "      e                e              .",
        "registry.publish_adaptation": "   e                .              cr",
    },
    # of an adaptation:                   own  of a city without an editor
    _ADAPTATIONS: {
        "registry.withdraw_adaptation": "  e    cr",
    },
    # of a withdrawal that waits:        asked by a colleague  by the editor  of a city without an editor
    _WITHDRAWALS: {
        "registry.confirm_withdrawal": " e                     .              cr",
    },
    _ALONE: {
        "joining.read_inbox": "           cr",
        "members.enter": "                mexpcrs",
        "members.appoint_coordinators": " crs",
        "experiences.read_inbox": "       cr",
        "experiences.give_feedback": "    mexcr",
        "experiences.see_feedback": "     mexcr",
        "experiences.answer_feedback": "  cr",
        "registry.read_steps": "          cr",
        "registry.change_rules": "        cr",
        "registry.edit_release": "        cr",
        "registry.propose_note": "        cr",
        "registry.confirm_note": "        cr",  # of a text of their own: nobody, in tests/registry/services
        "registry.propose_status": "      cr",
        "registry.confirm_status": "      cr",  # of a step of their own: nobody, in tests/registry/services
        "search.edit_synonyms": "         cr",
        "search.see_misses": "            cr",
        "search.save": "                  mexpcrs",
        "search.ask": "                   mexcr",  # for others: nobody, in tests/search/test_network.py
        "search.read_questions": "        mexcr",
    },
    (Thing.RELEASE,): {"registry.publish_release": "cr"},  # that others have written
    # of feedback:                           own organisation's  guest's  of one who has not proved the address
    _POINTS: {
        "experiences.withdraw_feedback": "     me                  g        .",
        "experiences.follow_suggestion": "     .                   g        .",
    },
    (Thing.QUESTION,): {"search.withdraw_question": "ecr"},
    (Thing.OWN_MEMBERSHIP,): {"members.leave": "e"},  # the city editor's
    (Thing.OWN_ACCOUNT,): {"members.choose_notifications": "e"},
}

# Actions that every role is refused without a thing to do them to.
NEED_A_THING = sorted({action for things, rows in _TABLE.items() if things != _ALONE for action in rows})


def actions() -> set[str]:
    return {action for rows in _TABLE.values() for action in rows}


def cells() -> list[tuple[str, Thing, Role, bool]]:
    """Every cell for every role: action, thing, role, and whether the answer is yes."""
    return [
        (action, thing, role, letter in allowed)
        for things, rows in _TABLE.items()
        for action, row in rows.items()
        for thing, allowed in zip(things, row.split(), strict=True)
        for letter, role in LETTERS.items()
    ]
