"""The words that the checks look for, by language; a language that is not here is not looked at."""

import re

NAMED = re.compile(
    r"\b(?:TCO Certified|EPEAT|Blue Angel|Blauer Engel|EU Ecolabel|Energy Star|Nordic Swan|Svanen|Svanemærket"
    r"|Svanemerket|Joutsenmerkki|Fairtrade|SA ?8000|Responsible Business Alliance"
    r"|Apple|iPhone|iPad|Samsung|Galaxy|Fairphone|Google Pixel|Nokia|Motorola|Sony|Xiaomi|OnePlus|Huawei|Lenovo|Dell"
    r"|MIL-STD-[0-9]+[A-Z]?"
    r"|(?:EN|ISO|IEC|ETSI|IEEE)(?:[ /-](?:EN|ISO|IEC|TS|TR))*[ -][0-9]+(?: [0-9]{3}\b)*(?:[-:][0-9]+)*)",
    re.IGNORECASE,
)
EQUIVALENT = {
    "en": re.compile(r"\bequivalent", re.IGNORECASE),
    "sv": re.compile(r"\b(?:likvärdig|motsvarande)", re.IGNORECASE),
    "nb": re.compile(r"\b(?:likeverdig|tilsvarende)", re.IGNORECASE),
    "fi": re.compile(r"\bvastaav", re.IGNORECASE),
    "da": re.compile(r"\b(?:tilsvarende|ligeværdig)", re.IGNORECASE),
}
WISHES = {
    "en": re.compile(r"\b(?:should|ought to|preferably|ideally)\b", re.IGNORECASE),
    "sv": re.compile(r"\b(?:bör|borde)\b", re.IGNORECASE),
    "nb": re.compile(r"\b(?:bør|burde)\b", re.IGNORECASE),
    "fi": re.compile(r"\b(?:pitäisi|tulisi|mieluiten|suositeltav)\w*", re.IGNORECASE),
    "da": re.compile(r"\b(?:bør|burde)\b", re.IGNORECASE),
}
# What a number may be without being a demand: part of a name, of an act, of a date, of a list.
NO_DEMAND = re.compile(
    r"^[0-9]+\. "
    r"|\b(?:art|artikel|artikla|article|annex|bilaga|vedlegg|liite|bilag)\.? [0-9]+\w*"
    r"|\b(?:part|point|level|type|class|version) [0-9]+\w*"
    r"|\b[0-9]{2,4}/[0-9]+(?:/[A-Z]{2,3})?"
    r"|\b[0-9]{1,2}(?:\.|st|nd|rd|th)? [^\W\d]+ (?:19|20)[0-9]{2}\b"
    r"|\b(?:19|20)[0-9]{2}(?:-[0-9]{2}-[0-9]{2})?\b"
    r"|\b[0-9]+G\b",
    re.IGNORECASE | re.MULTILINE,
)
NUMBER = re.compile(r"(?<![\w.,])[0-9]+(?:[.,  ][0-9]+)*(?P<unit>\s?(?:%|°|[^\W\d_]))?")
