"""Compounds are found by their last part: *ramavtalet* by *avtal*, *matkapuhelimen* by *puhelin*.

Each language has a list of heads: the last parts that matter where ICT is bought. A word whose stem ends with one
counts as that head too, though for less than as itself: the head has a mark after it, so that to every engine it is a
word that only begins with what was asked for. What begins a compound is found by terms.py.
"""

from collections.abc import Mapping

from search.folding import fold
from search.stems import known_end, stem

MARK = "0"  # no stem has a digit in it
_FIRST_PART = "suoma"  # any, to see what is left of a head at the end of a long word
_HEADS = {
    "sv": """
        anbud anläggning ansvar avfall avgift avtal batteri certifikat dator etikett faktura företag garanti
        granskning hantering hörlur intyg kabel kamera kedja kemikalie kommun kontrakt kostnad krav kriterium
        laddare lagring leverans leverantör licens livslängd lösenord lösning material metall mineral modell
        myndighet märkning nummer organisation pris process produkt produktion program projekt rapport register
        reparation revision rättighet skydd skärm standard surfplatta system säkerhet tangentbord telefon
        tillverkare tillverkning tjänst underhåll uppdatering upphandling utrustning utsläpp verktyg villkor
        återvinning
    """,
    "nb": """
        anbud anlegg anskaffelse ansvar apparat avfall avgift avtale batteri bedrift brett faktura forpliktelse
        garanti gjenvinning håndtering kabel kamera kjemikalie klausul kommune kontrakt kostnad krav kriterium lader
        lagring leveranse leverandør levetid lisens lovgivning løsning maskin materiale merking metall mineral
        modell myndighet nummer oppdatering organisasjon passord pris produkt produksjon produsent program prosess
        prosjekt rapport register reparasjon revisjon rettighet selskap sertifikat sikkerhet skade skjerm standard
        system tastatur telefon tilbud tjeneste utslipp utstyr vedlikehold verktøy vilkår vurdering
    """,
    "da": """
        aftale anlæg anskaffelse ansvar apparat batteri certifikat computer faktura forpligtelse garanti håndtering
        kabel kamera kemikalie klausul kommune kontrakt krav kriterium kæde lader lagring leverance leverandør
        levetid licens løsning maskine materiale metal mineral model mærkning myndighed nummer omkostning opdatering
        oplader organisation pris proces producent produkt produktion program projekt rapport register reparation
        revision rettighed selskab sikkerhed skade skærm standard system tastatur telefon tilbud udbud udledning
        udstyr vedligeholdelse vilkår virksomhed vurdering værktøj
    """,
    "fi": """
        akku asiakirja hankinta hinta järjestelmä kaapeli kamera kaupunki kemikaali kestävyys kierrätys korjaus
        kriteeri kustannus käyttäjä laite laitteisto laturi lisenssi materiaali menettely metalli mineraali ohjelma
        ohjelmisto palvelu puhelin päivitys päästö raportti ratkaisu salasana selvitys sertifikaatti sopimus
        standardi suunnitelma takuu tarjous tekniikka teknologia tietokone todistus toimittaja toimitus tulostin
        tuotanto tuote turva turvallisuus työkalu vaatimus valmistaja velvoite verkko viranomainen
    """,
}


def _ends(language: str) -> Mapping[str, str]:
    """The heads of a language by what the stems of their compounds end with."""
    heads = [fold(head) for head in _HEADS[language].split()]
    return {stem(_FIRST_PART + head, language).removeprefix(_FIRST_PART): stem(head, language) for head in heads}


HEADS: Mapping[str, Mapping[str, str]] = {language: _ends(language) for language in _HEADS}


def is_head(stemmed: str, language: str) -> bool:
    return stemmed in HEADS.get(language, {}).values()


def head(stemmed: str, language: str) -> str:
    """The stem of the head of a compound, of which we have the stem, marked; empty for a word that is no compound."""
    known = HEADS.get(language, {})
    end = known_end(stemmed, known)
    return f"{known[end]}{MARK}" if end else ""
