"""What belongs to asking: words that mean the same, what was missed, and searches that people keep."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import CASCADE
from django.utils.translation import gettext_lazy as _

from search.folding import fold

MOST_WORDS, LONGEST_SYNONYM = 30, 60  # lines of a group, characters of a line
LONGEST_MISS = 100


class SynonymGroup(models.Model):
    """Words and short phrases that mean the same, in whatever languages."""

    words = models.TextField(
        _("words"),
        help_text=_("One word or short phrase a line, in any language: whoever searches for one finds the others."),
    )

    class Meta:
        ordering = ["words"]
        verbose_name = _("synonyms")
        verbose_name_plural = _("synonyms")

    def __str__(self) -> str:
        listed = self.listed
        return ", ".join(listed[:3]) + (", …" if len(listed) > 3 else "")

    @property
    def listed(self) -> list[str]:
        """One by one, as they are written."""
        return [line for line in (" ".join(line.split()) for line in self.words.splitlines()) if line]

    def clean(self) -> None:
        """Raises ValidationError that names each line at fault, and the group that has a word already."""
        faults = _faults(self.listed)
        others = SynonymGroup.objects.exclude(pk=self.pk)
        held = {folded_phrase(word): group for group in others for word in group.listed}
        for word in self.listed:
            if group := held.get(folded_phrase(word)):
                told = _("“%(word)s” is in another group already: %(group)s.")
                faults.append(str(told % {"word": word, "group": group}))
        if faults:
            raise ValidationError({"words": faults})
        once: dict[str, str] = {}
        for word in self.listed:
            once.setdefault(folded_phrase(word), word)
        self.words = "\n".join(once.values())


def folded_phrase(text: str) -> str:
    """A phrase without case and accents: "Käytetty  LAITE" as "kaytetty laite"."""
    return " ".join(filter(None, (fold(word) for word in text.replace("-", " ").split())))


def _faults(listed: list[str]) -> list[str]:
    """What is wrong with the lines of a group by themselves."""
    long = _("“%(word)s…” is longer than %(most)s characters.")
    empty = _("“%(word)s” holds no letter or digit.")
    faults = [
        str(long % {"word": word[:LONGEST_SYNONYM], "most": LONGEST_SYNONYM})
        for word in listed
        if len(word) > LONGEST_SYNONYM
    ]
    faults += [str(empty % {"word": word}) for word in listed if not folded_phrase(word)]
    if len(listed) > MOST_WORDS:
        faults.append(str(_("A group has at most %(most)s lines.") % {"most": MOST_WORDS}))
    if len({folded_phrase(word) for word in listed}) < 2:
        faults.append(str(_("A group needs two different words at least.")))
    return faults


class Miss(models.Model):
    """A text that found nothing on a day: how often, and nothing of whoever asked."""

    day = models.DateField(_("day"))
    language = models.CharField(_("language"), max_length=10)
    text = models.CharField(_("text"), max_length=LONGEST_MISS)  # folded
    count = models.PositiveIntegerField(_("count"), default=0)

    class Meta:
        ordering = ["-day", "text", "language"]
        constraints = [models.UniqueConstraint(fields=["day", "language", "text"], name="miss_once_a_day")]
        verbose_name_plural = "misses"

    def __str__(self) -> str:
        return f"{self.text} ({self.language}, {self.day})"


class SavedSearch(models.Model):
    """A search that its owner is told about when it finds something new."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, CASCADE, related_name="saved_searches")
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(max_length=10)
    parameters = models.TextField()  # encoded, as in an address: "q=battery&kind=criterion"
    seen = models.JSONField(default=list)  # the keys of what it has found
    told = models.JSONField(default=dict)  # by day, the keys that the letter of that day tells
    last_told_on = models.DateField(null=True)  # the day of the last letter
    is_silent = models.BooleanField(default=False)  # kept, but its owner wants no letters
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["user", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "language", "parameters"], name="saved_search_once_per_user")
        ]
        verbose_name_plural = "saved searches"

    def __str__(self) -> str:
        return self.name
