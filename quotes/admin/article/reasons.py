"""Why the extractor names a speaker, in words: what it weighed, and how much each thing counted."""

from collections import defaultdict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

# What a family of features looks at. The families stand in `quotes.extraction.features`.
LOOKS_AT = {
    "place": lazy("how far from the words the name stands, and on which side"),
    "order": lazy("other names between the name and the words"),
    "path": lazy("what stands between the name and the words"),
    "near": lazy("what stands between the name and the words"),
    "kind": lazy("how the person is named: in full, by surname, by office, by a pronoun"),
    "subject": lazy("the name’s part in its sentence"),
    "next": lazy("the words and marks beside the name"),
    "sides": lazy("the words and marks beside the name"),
    "entity": lazy("whose name it is: a person’s, an office-holder’s, an organisation’s"),
    "known": lazy("how often the article names them"),
    "spoken": lazy("how often they have spoken before in the article"),
    "oblique": lazy("a case or article in which speakers seldom stand"),
    "leads": lazy("the name opens its sentence"),
    "told": lazy("the name is that of the person told"),
    "rule": lazy("the name goes with the verb of saying"),
    "notrule": lazy("the verb of saying goes with another name"),
    "samerule": lazy("the verb of saying goes with another mention of them"),
    "cuegap": lazy("how far the name stands from the verb of saying"),
    "same": lazy("who spoke just before"),
    "noprevious": lazy("nobody spoke before"),
    "nobody": lazy("the article names nobody for the words"),
    "dep": lazy("the grammar of the sentence"),
    "depverb": lazy("the grammar of the sentence"),
    "depcue": lazy("the grammar of the sentence"),
}


def in_words(pairs) -> list[dict]:
    """Features with their weights as `{text, weight}`, what weighed most first.

    Features that look at the same thing are one line. A weight is in units of log odds: above
    nought it spoke for the speaker, below it against.
    """
    sums = defaultdict(float)
    for name, weight in pairs:
        family = str(name).split("|")[0]
        sums[str(LOOKS_AT.get(family) or family)] += weight
    heaviest = sorted(sums.items(), key=lambda one: -abs(one[1]))
    return [{"text": text, "weight": weighed(weight)} for text, weight in heaviest]


def weighed(weight: float) -> str:
    """For or against, and how much."""
    if weight >= 0:
        return _("for: %(weight)s") % {"weight": f"{weight:.1f}"}
    return _("against: %(weight)s") % {"weight": f"{-weight:.1f}"}
