"""Stemming is judged by families: the forms of one word have one stem, and words that only look alike have not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.stems import stem
from search.words import fold

FAMILIES = {
    "en": [
        "battery batteries",
        "phone phones",
        "device devices",
        "charge charges charged charging charger chargers",
        "repair repairs repaired repairing",
        "update updates updated updating",
        "supply supplies supplied",
        "supplier suppliers",
        "mineral minerals",
        "refurbish refurbished refurbishing",
        "manufacture manufacturer manufacturers manufactured manufacturing",
        "erase erased erasing",
        "warranty warranties",
        "policy policies",
        "require requires required",
        "worker workers",
        "audit audits audited auditing",
        "cycle cycles",
        "replace replaced replaces replacing",
        "proof proofs",
    ],
    "sv": [
        "batteri batteriet batterier batterierna batteriets batteriernas",
        "telefon telefonen telefoner telefonerna telefonens",
        "laddare laddaren laddarna laddarens",
        "enhet enheten enheter enheterna enhetens",
        "krav kravet kraven kravets",
        "leverantör leverantören leverantörer leverantörerna leverantörens",
        "reservdel reservdelen reservdelar reservdelarna",
        "cykel cykeln cykler cyklerna",
        "garanti garantin garantier garantins",
        "mineral mineralet mineraler mineralerna",
        "reparera reparerar reparerad reparerades",
        "skärm skärmen skärmar skärmarna",
        "uppdatering uppdateringen uppdateringar uppdateringarna",
        "kontrakt kontraktet kontrakten kontraktets",
        "arbetare arbetaren arbetarna",
        "säkerhet säkerheten",
        "återtagning återtagningen",
        "tillverkare tillverkaren tillverkarna",
        "kamera kameran kameror kamerorna",
        "kostnad kostnaden kostnader",
    ],
    "nb": [
        "batteri batteriet batterier batteriene batteriets",
        "telefon telefonen telefoner telefonene telefonens",
        "lader laderen ladere laderne",
        "enhet enheten enheter enhetene enhetens",
        "krav kravet kravene",
        "leverandør leverandøren leverandører leverandørene",
        "reservedel reservedelen reservedeler reservedelene",
        "syklus syklusen sykluser syklusene",
        "garanti garantien garantier",
        "mineral mineralet mineraler mineralene",
        "reparere reparerer reparert",
        "skjerm skjermen skjermer skjermene",
        "oppdatering oppdateringen oppdateringer oppdateringene",
        "kontrakt kontrakten kontrakter kontraktene",
        "arbeider arbeideren arbeidere arbeiderne",
        "produsent produsenten produsenter produsentene",
        "kriterium kriteriet kriterier kriteriene",
        "nøkkel nøkkelen nøkler nøklene",
    ],
    "da": [
        "batteri batteriet batterier batterierne batteriets",
        "telefon telefonen telefoner telefonerne telefonens",
        "oplader opladeren opladere opladerne",
        "enhed enheden enheder enhederne enhedens",
        "krav kravet kravene",
        "leverandør leverandøren leverandører leverandørerne",
        "reservedel reservedelen reservedele reservedelene",
        "cyklus cyklussen cyklusser cyklusserne",
        "garanti garantien garantier",
        "mineral mineralet mineraler mineralerne",
        "reparere reparerer repareret",
        "skærm skærmen skærme skærmene",
        "opdatering opdateringen opdateringer opdateringerne",
        "kontrakt kontrakten kontrakter kontrakterne",
        "arbejder arbejderen arbejdere arbejderne",
        "producent producenten producenter producenterne",
        "nøgle nøglen nøgler nøglerne",
    ],
    "fi": [
        "akku akun akkua akkuja akkujen akut akussa akusta akkuun",
        "puhelin puhelimen puhelimet puhelinta puhelimia puhelimessa puhelimien",
        "laite laitteen laitteet laitetta laitteita laitteiden laitteessa laitteisiin",
        "laturi laturin laturit laturia latureita",
        "vaatimus vaatimuksen vaatimukset vaatimusta vaatimuksia vaatimuksessa",
        "varaosa varaosan varaosat varaosia varaosien",
        "kestävyys kestävyyden kestävyyttä",
        "takuu takuun takuuta takuut",
        "korjaus korjauksen korjaukset korjausta",
        "mineraali mineraalin mineraalit mineraaleja mineraalien",
        "tuote tuotteen tuotteet tuotteita tuotteiden",
        "hankinta hankinnan hankinnat hankintoja",
        "sopimus sopimuksen sopimukset",
        "toimittaja toimittajan toimittajat toimittajia toimittajien",
        "valmistaja valmistajan valmistajat",
        "päivitys päivityksen päivitykset päivitystä päivityksiä",
        "ehto ehdon ehdot ehtoja",
        "työntekijä työntekijän työntekijät työntekijöiden",
        "näyttö näytön näytöt näyttöä",
        "sykli syklin syklit sykliä syklejä syklien",
        "todistus todistuksen todistukset",
        "kaupunki kaupungin kaupungit",
        "oikeus oikeuden oikeudet oikeuksia oikeuksien",
        "laajennus laajennuksen laajennukset",
    ],
}
STRANGERS = {
    "en": "phone price repair battery charger update worker audit mineral policy device proof",
    "sv": "batteri telefon laddare enhet krav reservdel cykel garanti mineral skärm kontrakt säkerhet",
    "nb": "batteri telefon lader enhet krav reservedel syklus garanti mineral skjerm kontrakt nøkkel",
    "da": "batteri telefon oplader enhed krav reservedel cyklus garanti mineral skærm kontrakt nøgle",
    "fi": "akku puhelin laite laturi vaatimus varaosa takuu korjaus mineraali tuote sopimus ehto sykli",
}


@pytest.mark.parametrize(
    ("language", "family"), [(language, family) for language, families in FAMILIES.items() for family in families]
)
def test_forms_of_a_word_have_one_stem(language, family):
    assert len({stem(fold(form), language) for form in family.split()}) == 1


@pytest.mark.parametrize(("language", "words"), STRANGERS.items())
def test_different_words_have_different_stems(language, words):
    stems = {stem(fold(word), language) for word in words.split()}

    assert len(stems) == len(words.split())


@pytest.mark.parametrize(("language", "words"), STRANGERS.items())
def test_stem_keeps_at_least_three_letters_of_a_word(language, words):
    assert min(len(stem(fold(word), language)) for word in words.split()) >= 3


def test_language_without_rules_keeps_its_words():
    assert stem("batterien", "de") == "batterien"


@given(st.text("abcdefghijklmnopqrstuvwxyz", max_size=20), st.sampled_from(["en", "sv", "nb", "da", "fi"]))
def test_any_word_has_a_stem_no_longer_than_itself(word, language):
    stemmed = stem(word, language)

    assert len(stemmed) <= len(word)
    assert bool(stemmed) == bool(word)
