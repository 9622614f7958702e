"""Words of five languages as often as words are: the n-th most frequent one 1/n as often as the first (Zipf).

Most are made up of the syllables of their language; among them, frequent but not the most frequent, stand real ones
of the field, so that a question means something.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

SIZE = 20_000  # words of a language
FIRST_REAL, REAL_EVERY = 12, 6  # ranks: the most frequent words of a text are never what people look for
LANGUAGES = ("en", "sv", "nb", "fi", "da")
_SYLLABLES = {
    "en": "al ba ber con der en er fa fer ing lo ly men mo ness or per pre re ry sel ta ter tion un ver wa work",
    "sv": "an are av be de där fö ga het ing kan lig ler mö na ning or på rå sam ska skap te tör und var vä äm",
    "nb": "an av be de en er fø for ger gje het hå ing ke kom lig met ner or per ra sam sje ska te und vei øk",
    "fi": "aan e ha hän in ja kai ken ki kuu la lis mi mus nen on pää ra sa sii ta tus tyä ut uu vaa vi yk",
    "da": "af an be de ej en er fo fø ge hed hol ing ker kæ lig læ me ning op or på re sam ska te ud vær",
}
_REAL = {
    "en": "battery device repair warranty spare parts capacity security update software charger recycled minerals"
    " durability refurbished accessibility transparency chemicals climate label supplier replacement data erasure",
    "sv": "batteri enhet reparation garanti reservdelar kapacitet säkerhet uppdatering programvara laddare återvunnet"
    " mineraler hållbarhet begagnad tillgänglighet insyn kemikalier klimat märkning leverantör utbyte radering",
    "nb": "batteri enhet reparasjon garanti reservedeler kapasitet sikkerhet oppdatering programvare lader resirkulert"
    " mineraler holdbarhet brukt tilgjengelighet åpenhet kjemikalier klima merking leverandør utskifting sletting",
    "fi": "akku laite korjaus takuu varaosat kapasiteetti tietoturva päivitys ohjelmisto laturi kierrätetty"
    " mineraalit kestävyys kunnostettu esteettömyys avoimuus kemikaalit ilmasto merkki toimittaja vaihto poisto",
    "da": "batteri enhed reparation garanti reservedele kapacitet sikkerhed opdatering software oplader genanvendt"
    " mineraler holdbarhed brugt tilgængelighed åbenhed kemikalier klima mærkning leverandør udskiftning sletning",
}


@dataclass(frozen=True)
class Vocabulary:
    words: Sequence[str]  # the most frequent first
    real: Sequence[str]  # those of the field, in the same order
    weights: Sequence[float]  # added up

    def draw(self, chance: random.Random, count: int) -> list[str]:
        return chance.choices(self.words, cum_weights=self.weights, k=count)


@cache
def vocabulary(language: str) -> Vocabulary:
    """The same words each time."""
    chance = random.Random(f"words {language}")
    syllables, real = _SYLLABLES[language].split(), _REAL[language].split()
    made: dict[str, None] = {}
    while len(made) < SIZE - len(real):
        word = "".join(chance.choices(syllables, k=chance.choice((2, 2, 3, 3, 4))))
        if word not in real:
            made[word] = None
    words = sorted(made, key=len)  # frequent words are short
    for place, word in enumerate(real):
        words.insert(FIRST_REAL + place * REAL_EVERY, word)
    return Vocabulary(words, real, zipf(len(words)))


def zipf(count: int) -> Sequence[float]:
    """The weights of ``count`` ranks, added up, as ``random.choices`` takes them."""
    return list(accumulate(1 / rank for rank in range(1, count + 1)))
