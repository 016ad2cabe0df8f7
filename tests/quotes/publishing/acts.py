"""Every public act, by its name: what is done on the stage. Used by several tests."""

from quotes import candidates, workflow
from quotes.actions import assessments, attributions, corrections
from quotes.models import Candidate, Occasion, Quote, Topic
from tests import factories
from tests.quotes.publishing.stage import NOTICE


def occasion(stage):
    return Occasion.objects.create(
        kind="interview", title="At the quay", told_to=factories.outlet("Example Television")
    )


def another_wording(stage):
    wording = stage.print_again().wording
    stage.add()
    stage.change(preferred_wording=wording)


def reprint(stage):
    origin = stage.article()
    taken = factories.take_in(stage.ada, "It will take all winter")
    taken.article.syndicated_from = origin
    taken.article.save(update_fields=["syndicated_from"])
    quote = candidates.accept(taken.candidates[0], by=stage.ada, speaker=stage.ruth).quote
    factories.publish(quote, stage.ben)


def with_chain(stage):
    stage.publish(
        "The council was warned in May",
        chain=[
            {"kind": "told_to", "party": "members"},
            {"kind": "reported_by", "outlet": factories.outlet("Example Wire")},
            {"kind": "republished_by", "upstream_article": stage.article(stage.second)},
        ],
    )


def own_words(stage):
    """A response that is a quote of its own, published after what it answers."""
    stage.respond(kind="clarifies", own_quote=stage.draft)
    stage.add()
    factories.publish(stage.draft, stage.ben)


def own_words_gone(stage):
    own_words(stage)
    stage.withdraw(stage.draft)


def said_again_gone(stage):
    stage.link(stage.first, stage.second)
    stage.withdraw(stage.second)


def said_again_later(stage):
    stage.link(stage.draft, stage.first)
    factories.publish(stage.draft, stage.ben)


def verify(stage):
    stage.print_again()
    stage.add()
    attributions.verify(stage.first, by=stage.ben)


def confirm(stage):
    quote = factories.draft(stage.ada, words="Yes, both were done", topics=[])
    assessments.link(stage.claim, quote, "confirms", by=stage.ada)
    factories.publish(quote, stage.ben)


def unmake(stage):
    """A merged suggestion taken back, on a published quote."""
    stage.print_again(who="Olga Other")
    candidates.undo(Candidate.objects.get(decision="merged"), by=stage.ada)


def publish_with_wrong_name(stage):
    stage.print_again(who="Olga Other", words=factories.WORDS)
    stage.add()


def relation(stage):
    link = stage.first.claim_quotes.get()
    corrections.correct_relation(link, "denies", by=stage.ben, notice=NOTICE)


def topic(stage, name="Ferries", parent="Bridges"):
    parent = Topic.objects.get(name=parent)
    attributions.tag(stage.first, [factories.topic(name, parent=parent)], by=stage.ada)
    stage.add()


def rename_topic(stage, name):
    topic(stage)
    stage.edit(Topic.objects.get(name=name), name="Crossings")


def two_scales(stage):
    stage.verdict("half-true", scale="truth-scale")
    stage.void()


def link_more(stage):
    assessments.link(stage.claim, stage.first, "concedes", by=stage.ada)
    stage.add()


def denied(stage):
    stage.respond()
    stage.add()


def corrected_twice(stage):
    stage.speak(stage.olga, reason="wrong_person", article=stage.article())
    stage.speak(stage.ruth, reason="denied", role=stage.role)


def nobody(stage):
    stage.speak(None, reason="fabricated")


def last_of_a_speaker(stage):
    stage.withdraw(stage.second)
    factories.publish(
        factories.draft(stage.ada, words="I said so before", who="Olga Other"), stage.ben
    )


ACTS = {
    "publish": lambda s: factories.publish(s.draft, s.ben),
    "publish undated": lambda s: s.publish("It was never so late", said=""),
    "publish without a speaker": lambda s: s.publish("Somebody knew", nobody=True),
    "publish a reprint": reprint,
    "publish with a chain": with_chain,
    "publish what confirms a claim": confirm,
    "add an occurrence": lambda s: (s.print_again(), s.add()),
    "add a misattribution": publish_with_wrong_name,
    "add a topic": topic,
    "add a claim link": link_more,
    "add a denial": denied,
    "add a response that is a quote": own_words,
    "withdraw the words of a response": own_words_gone,
    "verify": verify,
    "link": lambda s: s.link(s.first, s.second),
    "link, then publish": said_again_later,
    "link, then withdraw": said_again_gone,
    "correct the day": lambda s: s.change(said="2026-02"),
    "correct the occasion": lambda s: s.change(occasion=occasion(s)),
    "correct the language": lambda s: s.change(original_language="es"),
    "correct the wording": another_wording,
    "correct the speaker": lambda s: s.speak(s.olga),
    "correct the speaker twice": corrected_twice,
    "leave no speaker": nobody,
    "correct a relation": relation,
    "clarify a quote": lambda s: s.explain(s.first),
    "clarify a claim": lambda s: s.explain(s.claim),
    "clarify a speaker": lambda s: s.explain(s.ruth),
    "clarify an article": lambda s: s.explain(s.article()),
    "rename a speaker": lambda s: s.rename(s.ruth),
    "rename an organisation": lambda s: s.rename(s.council),
    "withdraw": lambda s: s.withdraw(),
    "withdraw by law": lambda s: s.withdraw(reason="legal"),
    "withdraw all": lambda s: (s.withdraw(), s.withdraw(s.second)),
    "withdraw a speaker's last": last_of_a_speaker,
    "restore": lambda s: (s.withdraw(), s.restore()),
    "restore after the law": lambda s: (s.withdraw(reason="legal"), s.restore()),
    "assess on another scale": lambda s: s.verdict("half-true", scale="truth-scale"),
    "assess on another scale with a notice": lambda s: s.verdict(
        "half-true", notice=NOTICE, scale="truth-scale"
    ),
    "supersede": lambda s: s.verdict("confirmed"),
    "change the verdict": lambda s: s.verdict("misleading", notice=NOTICE),
    "void": lambda s: s.void(),
    "void one of two": two_scales,
    "assess a claim that nobody links": lambda s: s.verdict(
        "unproven", claim=factories.claim(s.ada, text="It snowed in June")
    ),
    "undo a suggestion": unmake,
    "edit a speaker": lambda s: s.edit(s.ruth, description="Head of the harbour"),
    "edit an outlet": lambda s: s.edit(factories.outlet(), name="The Daily Example"),
    "edit an article": lambda s: s.edit(s.article(), title="Another headline"),
    "edit a topic": lambda s: rename_topic(s, "Ferries"),
    "edit a topic above": lambda s: rename_topic(s, "Bridges"),
    "edit a topic above all": lambda s: rename_topic(s, "Public works"),
}


def send_back(stage):
    workflow.submit(stage.draft, by=stage.ada)
    workflow.send_back(Quote.objects.get(pk=stage.draft.pk), by=stage.ada)


def draft_more(stage):
    """Everything that the desk can do without a publisher."""
    stage.print_again()
    stage.print_again(who="Olga Other", words="The bridges shall be repaired")
    assessments.link(stage.claim, stage.first, "implies", by=stage.ada)
    attributions.tag(stage.first, [factories.topic("Tides")], by=stage.ada)
    stage.respond()
    attributions.add(stage.second, stage.ruth, by=stage.ada, reason="conflated")
    stage.draft_verdict()
    stage.link(stage.draft, stage.first)
    assessments.link(stage.claim, stage.draft, "retracts", by=stage.ada)
    send_back(stage)
    taken = factories.take_in(stage.ada, "A word that nobody has seen yet")
    candidates.reject(taken.candidates[0], by=stage.ada)
    factories.claim(stage.ada, text="A claim that nobody has seen yet", quote=stage.second)
