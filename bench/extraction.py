"""Measures the extractor on annotated articles by cross-validation, beside its peers.

    python -m bench.extraction [FILES …] [--folds 5] [--mode default|parser|both]
    python -m bench.extraction train [FILES …]

Without files: those of fixtures/gold, and of the folders or files that DATA names (separated by
colons). ``train`` writes the weights that ship; the rest only measures. Articles kept for
validation are in the measurement and never in training.
"""

import argparse
import os
import resource
import statistics
import time
from pathlib import Path

from bench.extraction_peers import naive, textacy
from bench.extraction_scoring import Tally, score
from quotes.extraction import training
from quotes.extraction.attribution import Article
from quotes.extraction.languages import detect, load
from quotes.extraction.learning.annotations import form_of, read_articles
from quotes.extraction.learning.calibration import folds_of
from quotes.extraction.parsing import Parser
from quotes.extraction.ranker import shipped_models
from quotes.extraction.suggestions import Suggestions

GOLD = Path(__file__).resolve().parent.parent / "fixtures" / "gold"
TRACKS = ("segments", "direct", "mixed", "indirect")
HEAD = "track        gold given |     P     R    F1 | speaker   e2e  named"


def files(given):
    """The annotated files to read: those given, else our own and those that DATA names."""
    if given:
        return [Path(name) for name in given]
    places = [GOLD, *(Path(name) for name in os.environ.get("DATA", "").split(":") if name)]
    found = []
    for place in places:
        found += sorted(place.rglob("*.jsonl")) if place.is_dir() else [place]
    return [path for path in found if "wikinews-de" not in path.name]


def measurable(document):
    """The article without its unscored quotes: what they cover decides nothing, terms do."""
    silent = list(document.get("ignore") or [])
    terms = []
    for quote in document["quotes"]:
        if quote.get("scored") is False:
            place = [quote["start"], quote["end"]]
            (terms if form_of(quote) == "scare" else silent).append(place)
    kept = [quote for quote in document["quotes"] if quote.get("scored") is not False]
    silent = [place for place in silent if list(place) not in terms]
    return {**document, "quotes": kept, "ignore": silent}


def suggest(text, language=None, models=None):
    """What the desk would be offered as speech: every suggestion but marked terms."""
    models = models or shipped_models()
    article = Article(text, load(language or detect(text)), models)
    found = Suggestions(article, models).all()
    return [quote.as_dict() for quote in found if quote.form != "scare"]


def predict(text):
    """``suggest`` with the weights that ship, for scorers that call a function of a text."""
    return suggest(text)


def predict_with_parser(text):
    """The same in parser mode."""
    return suggest(text, models=shipped_models(True) if detect(text) == "en" else None)


def cross_validated(documents, learn_from, folds, parser):
    """Suggestions for each article by models that did not learn from it, and seconds used."""
    dealt = folds_of(documents, folds)
    suggested, seconds = {}, 0.0
    for fold in range(folds):
        own = {id(one) for one, at in zip(documents, dealt, strict=True) if at == fold}
        models = training.train_all([one for one in learn_from if id(one) not in own], parser)
        for document, at in zip(documents, dealt, strict=True):
            if at == fold:
                start = time.process_time()
                found = suggest(document["text"], document.get("lang"), models)
                seconds += time.process_time() - start
                suggested[document["doc_id"]] = found
    return suggested, seconds, dealt


def totals(documents, suggested):
    """The tallies of all articles together, by track."""
    sums = {name: Tally() for name in TRACKS}
    for document in documents:
        for name, one in score(measurable(document), suggested[document["doc_id"]]).items():
            sums[name].add(one)
    return sums


def show(title, documents, suggested, seconds, dealt=None):
    """Print one system's table."""
    sums = totals(documents, suggested)
    print(f"\n{title}: {len(documents)} articles, {len(documents) / max(seconds, 1e-9):.0f}/s")
    print(HEAD)
    for name in TRACKS:
        one = sums[name]
        print(
            f"{name:11} {one.counts['gold']:5} {one.counts['given']:5} |"
            f" {one.share('found', 'given'):5.1f} {one.share('found', 'gold'):5.1f}"
            f" {one.f1('found'):5.1f} | {one.share('speaker', 'has_speaker'):7.1f}"
            f" {one.f1('both'):5.1f} {one.f1('named'):6.1f}"
        )
    one = sums["segments"]
    if one.counts["ready_given"]:
        print(
            f"ready: {one.share('ready_right', 'ready_given'):.1f} % wholly right,"
            f" {one.share('ready_given', 'gold'):.1f} % of the marked segments"
        )
    if dealt:
        spread(documents, suggested, dealt)


def spread(documents, suggested, dealt):
    """Print the mean of the folds and how far they lie apart."""
    rows = []
    for fold in sorted(set(dealt)):
        part = [one for one, at in zip(documents, dealt, strict=True) if at == fold]
        one = totals(part, suggested)["segments"]
        rows.append((one.f1("found"), one.f1("both"), one.f1("named")))
    for name, values in zip(("F1", "e2e", "named"), zip(*rows, strict=True), strict=True):
        print(
            f"segments {name}: {statistics.mean(values):.1f} ± {statistics.stdev(values):.1f}"
            f" over {len(values)} folds, lowest {min(values):.1f}"
        )


def by_language(title, documents, suggested, seconds):
    """Print one table a language."""
    for code in sorted({one.get("lang", "en") for one in documents}):
        part = [one for one in documents if one.get("lang", "en") == code]
        show(f"{title}, {code}", part, suggested, seconds * len(part) / len(documents))


def timed(extract, documents):
    """Suggestions of one function for all articles, and seconds used."""
    start = time.process_time()
    found = {one["doc_id"]: extract(one["text"]) for one in documents}
    return found, time.process_time() - start


def measure(paths, folds, mode):
    """Print every table."""
    learn_from = read_articles(paths)
    documents = learn_from + read_articles(paths, validation=True)
    documents = [one for one in documents if one.get("genre") != "marked terms"]
    english = [one for one in documents if one.get("lang", "en") == "en"]
    print(f"files: {', '.join(path.name for path in paths)}")
    show("naive baseline, en", english, *timed(naive, english))
    peer = textacy()
    if peer is None:
        print("\ntextacy: not installed here (pip install textacy), so not measured")
    else:
        show("textacy, a paragraph at a time, en", english, *timed(peer, english))
    for name in ("default", "parser") if mode == "both" else (mode,):
        parser = Parser() if name == "parser" else None
        found = cross_validated(documents, learn_from, folds, parser)
        show(f"{name} mode, all languages", documents, *found)
        by_language(f"{name} mode", documents, found[0], found[1])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\nmemory at most: {peak:.0f} MB")


def main():
    """Measure, or train with ``train`` as the first word."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("words", nargs="*", help="files, or the word train and files")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--mode", choices=["default", "parser", "both"], default="default")
    chosen = parser.parse_args()
    if chosen.words[:1] == ["train"]:
        return training.main([str(path) for path in files(chosen.words[1:])])
    measure(files(chosen.words), chosen.folds, chosen.mode)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
