"""Light stemming of folded words, so that the forms of one word meet; the same on every backend.

Each language has a list of replacements, done one after the other: endings are taken off while enough letters are left,
once (English), or again and again where they pile up (*telefon-er-na-s*). It is no grammar: it only has to treat all
forms of a word alike; tests/search/families.py has the families it is judged by. Double consonants count as one
everywhere, which joins *akku* and *akun*, *nøkkel* and *nøkler*. Words that are too short for that, or go their own
way, are listed with their forms.

The patterns are written so that Python and Java read them alike: Elasticsearch does the same replacements.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from search.folding import fold

SHORTEST_FIRST_PART = 3  # letters of a compound before its last part
KEPT_STEMS = 50_000  # words whose stem is remembered: more than the vocabulary of a register in five languages


class Step(NamedTuple):
    """One replacement in a word of the letters a to z."""

    pattern: str
    replacement: str  # "$1" is what the first group holds


_SINGLE = Step(r"([bcdfghjklmnpqrstvwxz])\1", "$1")
_SCANDINAVIAN_END = Step(r"^(?=.{5})(.*[^aeiouy])e([lr])$", "$1$2")  # cykel and cykler, nøkkel and nøkler
_WITHOUT_LAST_VOWELS = Step(r"^(.{3}.*?)[aeiouy]+$", "$1")


MOST_ENDINGS = 5  # that pile up on one word: telefon-er-na-s


def _without(shortest: int, endings: str) -> Step:
    """A step that takes off the longest of some endings and leaves at least so many letters."""
    return Step(rf"^(.{{{shortest}}}.*?)(?:{'|'.join(endings.split())})$", "$1")


# Families of words that the steps would not keep together; the first is the stem of all. What stands with a hyphen may
# have one of the endings of its language.
_ENDINGS = {
    "en": "s",
    "sv": "s",
    "nb": "s",
    "da": "s",
    "fi": "n a t ta tta ssa sta lla lta lle na ksi an en in on un hin ihin ja jen ia ien den iden ten seen siin",
}
_FAMILIES = {
    "en": """
        analysis analyse- analysed analysing; buy- buying bought; child- children-; criterion- criteria; life lifes
        lives; man- men-; mine- mined mining; pay- paying paid; person- people-; sell- selling sold; tender-
        tendered tendering; use- used using user-; woman- women-
    """,
    "sv": """
        år- året- åren-; ämne- ämnet- ämnen- ämnena-; bok- boken- böcker- böckerna-; bud- budet- buden-; by- byn-
        byar- byarna-; del- delen- delar- delarna-; fel- felet- felen-; köp- köpet- köpen-; lag- lagen- lagar-
        lagarna-; nät- nätet- näten-; ram- ramen- ramar- ramarna-
    """,
    "nb": """
        år- året- årene-; bok- boken- boka- bøker- bøkene-; bud- budet- budene-; by- byen- byer- byene-; del- delen-
        deler- delene-; lov- loven- lover- lovene-
    """,
    "da": """
        år- året- årene-; barn- barnet- børn- børnene-; bog- bogen- bøger- bøgerne-; bud- buddet- buddene-; by-
        byen- byer- byerne-; del- delen- dele- delene-; lov- loven- love- lovene-; tablet- tabletten- tabletter-
        tabletterne-; efterlader efterlade; forlader forlade; overlader overlade; undlader undlade
    """,
    "fi": """
        ihmis ihminen ihmise- ihmistä ihmisten ihmisi-; jäsen jäsene- jäsentä jäsenten jäseni-; kuukausi- kuukaude-
        kuukautta kuukaute-; kunta- kunna- kunti- kunnissa kunnista kunnilla kunnilta kunnille; kunto- kunno-
        kuntoi- kunnoi-; laki- lain lait laissa laista lailla lakeja lakeihin laeissa laeista; louhinta- louhinna-
        louhinto-; lapsi- lapse- lasta lasten; lupa- luva- lupi- luvi-; maa- maita maiden maissa maista mailla
        mailta maihin; osa- osia osien osissa osista osilla osiin osina; suoja- suoji-; tehdas tehdasta tehtaa-
        tehtai-; työ- töitä töiden töissä töihin; virta- virra- virto- virtoi- virroi-; vuosi- vuode- vuote- vuotta
        vuonna; yritys yritykse- yritystä yritysten yrityksi-
    """,
}
# The same for words that are kept together at the end of compounds as well: the steps would leave too little of them.
# The longest counts: *printplader* are no *lader*.
_LAST_PARTS = {
    "sv": """
        dator- datorn- datorer- datorerna-; kamera- kameran- kameror- kamerorna-; kostnad- kostnaden- kostnader-
        kostnaderna-; laddare- laddaren- laddarna-; leverans leveransen- leveranser- leveranserna-; licens licensen-
        licenser- licenserna-; nummer- numret- numren-; pris priset- priser- priserna-
    """,
    "nb": """
        kamera- kameraet- kameraer- kameraene-; blad- bladet- blader- bladene-; lader- laderen- ladere- laderne-;
        lisens lisensen- lisenser- lisensene-; nummer- nummeret- numre- numrene-; pris prisen- priser- prisene-;
        prosess prosessen- prosesser- prosessene-
    """,
    "da": """
        oplader- opladeren- opladere- opladerne-; plade- pladen- plader- pladerne-; flade- fladen- flader-
        fladerne-; lader- laderen- ladere- laderne-; licens licensen- licenser- licenserne-; nummer- nummeret-
        numre- numrene-; pris prisen- priser- priserne-
    """,
    "fi": """
        takuu- takui-; akku- akun akut akussa akusta akulla akuissa akuista akuilla; hinta- hinna- hinto- hintoi-
        hinnoi-; laite- laittee- laittei-
    """,
}
_KEPT = "q"  # a letter after a last part that no step takes off


def _families(table: Mapping[str, str], language: str) -> list[str]:
    return [family for family in table.get(language, "").split(";") if family.strip()]


def _forms(family: str, language: str) -> list[str]:
    """The forms of a family, folded; the first is its stem."""
    found = []
    for form in family.split():
        endings = ["", *_ENDINGS[language].split()] if form.endswith("-") else [""]
        found += [fold(form + ending) for ending in endings]
    return list(dict.fromkeys(found))


def _last_parts(language: str) -> Mapping[str, str]:
    """What every form that is listed becomes at the end of a compound."""
    families = [_forms(family, language) for family in _families(_LAST_PARTS, language)]
    return {form: f"{forms[0]}{_KEPT}" for forms in families for form in forms}


def _irregular(language: str) -> Mapping[str, str]:
    """The stem of every form that is listed."""
    families = [_forms(family, language) for table in (_FAMILIES, _LAST_PARTS) for family in _families(table, language)]
    return {form: forms[0] for forms in families for form in forms}


IRREGULAR: Mapping[str, Mapping[str, str]] = {language: _irregular(language) for language in _FAMILIES}
LAST_PARTS: Mapping[str, Mapping[str, str]] = {language: _last_parts(language) for language in _FAMILIES}
STEPS: Mapping[str, tuple[Step, ...]] = {
    "en": (
        _without(3, "ings? ed ers? es s"),
        _SINGLE,
        Step(r"^(.{3,})y$", "$1i"),  # supply and supplies
        Step(r"^(.{4,}?)e+$", "$1"),  # charge and charging, guarantee and guaranteed
    ),
    "sv": (
        *[_without(4, "[eao]rnas? [ae]rens? [ae]re ens? ets? [eao]rs? nas? [ae]de? as es at an um a e n s")]
        * MOST_ENDINGS,
        _SINGLE,
        _SCANDINAVIAN_END,
    ),
    "nb": (
        *[_without(4, "enes? ernes? (?<=r)ne ens? ets? ers? erens? ert um e a s")] * MOST_ENDINGS,
        _SINGLE,
        _SCANDINAVIAN_END,
    ),
    "da": (
        *[_without(4, "ernes? enes? (?<=r)ne ens? ets? ers? erens? um e s")] * MOST_ENDINGS,
        _SINGLE,
        _SCANDINAVIAN_END,
    ),
    "fi": (
        Step("d", "t"),  # the grades of t and nk: ehto and ehdon, kaupunki and kaupungin
        Step("ng", "nk"),
        Step(r"^(.{5,}[uy])sta$", "$1s"),  # the partitive of -us: korjaus and korjausta
        _without(3, "ssa sta lla lta lle tta ta na ksi t n i?ten jen ien (?<=[ouey])ja ia i?siin hin nsa a"),
        _SINGLE,
        # -us/-ukse, -uus/-uude, -eus/-eude, -nta/-nna and -in/-ime, without vowels at the end: vaatimus and
        # vaatimuksen, kestävyys and kestävyyden, oikeus and oikeudet, hankinta and hankinnan, puhelin and puhelimen.
        _WITHOUT_LAST_VOWELS,
        Step(r"^(.*[uy])ks$", "$1s"),
        Step(r"^(.*)(uu|yy)s$", "$1$2"),
        Step(r"^(.{4,})(uu|yy)t$", "$1$2"),
        Step(r"^(.+)e[uy][st]$", "$1"),
        Step(r"^(.{2,})in?[mnt]$", "$1i"),
        _WITHOUT_LAST_VOWELS,
    ),
}
_COMPILED = {
    language: [(re.compile(step.pattern), step.replacement.replace("$", "\\")) for step in steps]
    for language, steps in STEPS.items()
}


def known_end(word: str, known: Mapping[str, str]) -> str:
    """The longest of the known ends that a word has after a first part; empty if it has none."""
    for start in range(SHORTEST_FIRST_PART, len(word)) if known else ():
        if (end := word[start:]) in known:
            return end
    return ""


@lru_cache(KEPT_STEMS)
def stem(word: str, language: str) -> str:
    """The stem of a folded word (words.py); in a language without steps the word itself."""
    if irregular := IRREGULAR.get(language, {}).get(word):
        return irregular
    if last := known_end(word, known := LAST_PARTS.get(language, {})):
        word = word.removesuffix(last) + known[last]
    for pattern, replacement in _COMPILED.get(language, ()):
        word = pattern.sub(replacement, word)
    return word
