"""Every page and act of the desk, and who may: one row each, a mark for each role.

The marks stand for: nobody, reader, contributor, editor, publisher, administrator. `y` means that
a page opens, or that an act leaves a trace in the history.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.utils.timezone import localdate

from quotes import editing
from quotes.actions.merging_preview import preview_claims
from quotes.admin.talking import Talk

ALL, SEES, HELPS = "yyyyyy", "--yyyy", "--yyyy"
EDITS, JUDGES, PUBLISHES = "---yyy", "---yy-", "----y-"
WITHDRAWS, NOBODY, OWN = "----yy", "------", "--yyyy"
SOON = {"day": lambda w, u: str(localdate() + timedelta(days=2)), "hour": "12:00"}
NOTICE = {"tier": "correction", "what_was_wrong": "It was.", "what_changed": "It is not."}


@dataclass(frozen=True)
class Row:
    """One page or act: its marks, where it is, what is sent, and whether the history tells."""

    marks: str
    at: Callable
    data: Callable | None = None  # None: a page that is opened
    traced: bool = True


def opened(marks, at):
    """A page."""
    return Row(marks, at)


def by_id(name):
    """The arguments of an address: the public id of the world's row of that name."""
    return lambda world, user: [getattr(world, name).public_id]


def acting(marks, target, act, traced=True, **fields):
    """A POST about a row, as a form with the row's version would send it."""

    def where(world, user):
        row = target(world, user) if callable(target) else getattr(world, target)
        return [row.public_id, act]

    def data(world, user):
        row = target(world, user) if callable(target) else getattr(world, target)
        found = {name: value(world, user) if callable(value) else value
                 for name, value in fields.items()}  # fmt: skip
        return {"edit_version": row.edit_version} | found

    return Row(marks, where, data, traced)


def plain(**fields):
    """What is sent, whoever sends it."""
    return lambda world, user: {
        name: value(world) if callable(value) else value for name, value in fields.items()
    }


def seen_on(target, **fields):
    """As `plain`, from a form that says which version of the world's row it was made for."""

    def data(world, user):
        row = target(world) if callable(target) else getattr(world, target)
        return {"edit_version": row.edit_version} | plain(**fields)(world, user)

    return data


def row_of_quote(world):
    """The form of an attribution, as the browser has it."""
    row = world.draft.attributions.get()
    values = {"note": "Heard twice.", "reason": "", "role": "", "rank": "preferred"}
    return values | {"seen": json.dumps(editing.read("attribution", row))}


def ready_ones(world):
    """The ready suggestions of the article with the versions that its page shows."""
    rows = world.article.snapshots.get().candidates.filter(ready=True)
    return {f"version-{row.public_id}": row.edit_version for row in rows}


def merged_claims(world, user):
    """Of two claims that are rated otherwise, which one goes, and which verdict stands."""
    seen = preview_claims(world.again, world.rated).seen
    return NOTICE | {
        "into": world.rated.public_id, "reason": "One sentence.", "seen": seen,
        f"stands-{world.verdict.scale_id}": world.verdict.public_id,
        "edit_version": world.again.edit_version, "other_version": world.rated.edit_version,
    }  # fmt: skip


def own_assessment(world, user):
    """A draft of the person, where they may write one; else somebody else's."""
    key = ("own", user and user.pk)
    if key not in world.__dict__.setdefault("made", {}):
        mine = user and user.username in ("p-contributor", "p-editor", "p-publisher",
                                          "p-administrator")  # fmt: skip
        world.made[key] = world.assessment(user if mine else world.olga)
    return world.made[key]


PAGES = {
    "desk_take_in": Row(HELPS, lambda w, u: [], plain(article="“So,” Vera Ohm said.")),
    "desk_article": opened(SEES, by_id("article")),
    "desk_undo": Row("------", by_id("article"), plain()),
    "desk_accept_ready": Row(HELPS, by_id("article"), lambda w, u: ready_ones(w), traced=False),
    "desk_publish_mine": Row("------", by_id("article"), plain()),
    "desk_mark": Row(HELPS, by_id("article"), plain(words="The council votes")),
    "desk_look_again": Row("------", by_id("article"),
                           plain(snapshot=lambda w: w.taken.snapshot.public_id)),
    "desk_candidate": opened(SEES, by_id("candidate")),
    "desk_speakers": opened(SEES, lambda w, u: []),
    "desk_topics": opened(SEES, lambda w, u: []),
    "desk_names": opened(SEES, lambda w, u: ["claim"]),
    "desk_import_reviews": opened(SEES, lambda w, u: []),
    "desk_here": Row(SEES, lambda w, u: ["quote", w.draft.public_id], plain(), traced=False),
    "desk_days": Row(SEES, lambda w, u: [], None),
    "desk_day": opened("---yyy", lambda w, u: ["olga", localdate().isoformat()]),
    "desk_imports": opened(SEES, lambda w, u: []),
    "desk_import": opened(SEES, lambda w, u: [w.run(u).public_id]),
    "desk_import_go": Row(HELPS, lambda w, u: [w.run(u).public_id], plain(do="real")),
    "desk_import_report": opened(SEES, lambda w, u: [w.run(u).public_id]),
    "desk_edit": Row("--yyyy", lambda w, u: ["attribution", w.draft.attributions.get().pk],
                     lambda w, u: row_of_quote(w)),
    "desk_versions": opened(SEES, lambda w, u: ["quote", w.public.public_id]),
    "desk_version": Row("------", lambda w, u: ["quote", w.draft.public_id], plain()),
    "desk_split": Row(EDITS, by_id("splittable"),
                      seen_on("splittable", do="1", wordings=lambda w: w.half)),
    "desk_hand_over": opened(SEES, by_id("double")),
    "desk_handover_undo": Row(EDITS, by_id("handover"), seen_on("double")),
    "desk_address": Row(PUBLISHES, lambda w, u: ["speaker", w.speaker.public_id],
                        lambda w, u: {"slug": "another-address",
                                      "edit_version": w.speaker.edit_version}),
    "desk_correct_claim": Row(PUBLISHES, by_id("rated"), lambda w, u: NOTICE | {
        "text": "The harbour was closed in April", "language": "en", "kind": "factual",
        "about": "", "edit_version": w.rated.edit_version}),
    "desk_void_claim": Row(PUBLISHES, by_id("rated"), seen_on("rated", **NOTICE, reason="error")),
    "desk_live": opened(SEES, by_id("article")),
    "desk_preview": opened(SEES, by_id("public")),
    "desk_evidence": opened(SEES, by_id("public")),
    "desk_erasures": opened(SEES, lambda w, u: []),
    "desk_erase": Row("----yy", by_id("article"), lambda w, u: {
        "snapshot": w.taken.snapshot.public_id, "legal_basis": "Order 7"}),
    "desk_everything": opened(SEES, lambda w, u: []),
    "desk_merges": opened(SEES, lambda w, u: []),
    "desk_merge_undo": Row(PUBLISHES, by_id("merge"), seen_on("twin")),
    "desk_merge": Row(PUBLISHES, lambda w, u: ["speaker", w.twin.public_id],
                      seen_on("twin", into=lambda w: w.speaker.public_id,
                              other_version=lambda w: w.speaker.edit_version)),
    "desk_doubts": opened(SEES, lambda w, u: []),
    "desk_say": Row(SEES, lambda w, u: ["quote", w.draft.public_id], plain(text="So it is.")),
    "desk_assign": Row("--yyyy", lambda w, u: ["claim", w.claim.public_id],
                       plain(seen=lambda w: Talk(w.claim).seen)),
    "desk_assignment_done": Row(EDITS, by_id("assignment"),
                                plain(seen=lambda w: Talk(w.other).seen)),
    "desk_namesakes": opened(SEES, lambda w, u: []),
    "desk_rename": Row(PUBLISHES, by_id("speaker"), lambda w, u: NOTICE | {
        "name": "Ruth B. Sample", "edit_version": w.speaker.edit_version}),
}  # fmt: skip

# Pages of the table above that take a post as well: each is what an editor would send there.
POSTS = {
    "desk_hand_over": Row(
        EDITS,
        by_id("splittable"),
        seen_on(
            "splittable",
            do="1",
            wordings=lambda w: w.half,
            to=lambda w: w.other.public_id,
            other_version=lambda w: w.other.edit_version,
        ),
    ),
    "desk_live": Row(EDITS, by_id("article"), seen_on("article", mark="1", status="gone")),
    "desk_merge": Row(PUBLISHES, lambda w, u: ["claim", w.again.public_id], merged_claims),
}
# What only adds, or says that one was there: nothing of anybody's can be lost by it.
ADDS = {
    "desk_take_in": "a new article",
    "desk_mark": "a new suggestion",
    "desk_look_again": "new suggestions",
    "desk_erase": "a request; a text has one at a time",
    "desk_say": "a remark",
    "desk_here": "presence",
    "desk_import_go": "one's own import, row by row; a row is locked while it is done",
    "look": "that it was looked at",
    "test": "a test event",
    "redeliver": "one more call of the same event",
}

CANDIDATES = {
    "accept": acting(HELPS, "candidate", "accept"),
    "reject": acting(HELPS, "candidate", "reject"),
    "undo": acting(HELPS, "decided", "undo"),
    "speaker": acting(HELPS, "candidate", "speaker", speaker_name="Tom Reed", create="1"),
    "same": acting(HELPS, "candidate", "same", quote=lambda w, u: w.other.public_id),
    "again": acting(HELPS, "candidate", "again", quote=lambda w, u: w.other.public_id),
    "unrelated": acting(HELPS, "candidate", "unrelated", quote=lambda w, u: w.other.public_id),
    "publish": acting(
        HELPS, "accepted", "publish", other_version=lambda w, u: w.draft.edit_version
    ),
    "look": acting(HELPS, "candidate", "look", traced=False),
    "stretch": acting(HELPS, "candidate", "stretch", edge="end", by="in"),
    "topic": acting(HELPS, "candidate", "topic", topics="Bridges"),
    "occasion": acting(HELPS, "candidate", "occasion", kind="letter"),
}

QUOTES = {
    "hold": acting(WITHDRAWS, "public", "hold"),
    "speaker": acting(HELPS, "draft", "speaker", speaker_name="Vera Ohm"),
    "wording": acting(HELPS, "draft", "wording", traced=False,
                      wording=lambda w, u: w.draft.preferred_wording.public_id),
    "topics": acting(HELPS, "draft", "topics", topics="Bridges"),
    "link-claim": acting(HELPS, "draft", "link-claim", claim="A thing of its own",
                         relation="asserts"),
    "unlink-claim": acting(HELPS, "draft", "unlink-claim", link=lambda w, u: w.link.pk),
    "respond": acting(HELPS, "draft", "respond", kind="clarifies", text="No.", date="2026-03-04",
                      speaker_name="Ruth Sample"),
    "submit": acting(HELPS, "draft", "submit"),
    "send-back": acting(EDITS, "review", "send-back"),
    "publish": acting(PUBLISHES, "review", "publish"),
    "plan": acting(PUBLISHES, "review", "plan", **SOON),
    "call-off": acting(PUBLISHES, "planned", "call-off"),
    "withdraw": acting(WITHDRAWS, "public", "withdraw", reason="error"),
    "restore": acting(PUBLISHES, "withdrawn", "restore"),
    "publish-changes": acting(PUBLISHES, "public", "publish-changes"),
    "publish-edits": acting(PUBLISHES, "public", "publish-edits", edit=lambda w, u: w.edit.pk,
                            **NOTICE),
    "send-edit-back": acting(PUBLISHES, "public", "send-edit-back", edit=lambda w, u: w.edit.pk),
    "ask": acting(JUDGES, "public", "ask", what="withdraw", why="It was said elsewhere."),
    "verify": acting("------", "draft", "verify"),
    "correct": acting(PUBLISHES, "public", "correct", said="2026-03-05", **NOTICE),
}  # fmt: skip

ERASURES = {
    "agree": acting("-----y", "erasing", "agree"),
    "refuse": acting("-----y", "erasing", "refuse", reason="Not that law."),
}

WEBHOOKS = {
    "rotate": acting("-----y", "hook", "rotate"),
    "end-former": acting("-----y", "turned_hook", "end-former"),
    "off": acting("-----y", "hook", "off", reason="They move."),
    "on": acting("-----y", "quiet_hook", "on"),
    "test": acting("-----y", "hook", "test", traced=False),
    "redeliver": acting("-----y", "hook", "redeliver", traced=False,
                        delivery=lambda w, u: w.call.pk),
}  # fmt: skip

ASSESSMENTS = {
    "reply": acting(HELPS, "verdict", "reply", kind="clarifies", text="No.", date="2026-03-04",
                    speaker_name="Ruth Sample"),
    "publish-replies": acting(PUBLISHES, "verdict", "publish-replies"),
    "submit": acting(OWN, own_assessment, "submit"),
    "send-back": acting(JUDGES, "submitted", "send-back"),
    "approve": acting(JUDGES, "submitted", "approve"),
    "publish": acting(PUBLISHES, "approved", "publish"),
    "plan": acting(PUBLISHES, "approved", "plan", **SOON),
    "call-off": acting(PUBLISHES, "planned_verdict", "call-off"),
    "void": acting(PUBLISHES, "verdict", "void", **NOTICE),
}  # fmt: skip

# Lists and forms: who sees the list, opens an empty form, may save a row, may delete it.
J = "---yy-"
S, A, E, P, N, X = "--yyyy", "--yyyy", "---yyy", "----y-", "------", "-----y"
MODELS = {
    "api.ApiToken": (S, A, N, N), "auth.User": (X, X, X, N), "auth.Group": (X, N, X, N),
    "webhooks.Webhook": (X, X, X, N), "embeds.EmbedSite": (X, X, X, X),
    "quotes.Claim": (S, A, A, N), "quotes.RatingScale": (S, J, N, N),
    "quotes.Assessment": (S, A, N, N), "quotes.Correction": (S, N, N, N),
    "quotes.ReaderReport": (S, A, E, N), "quotes.OutsideReview": (S, N, N, N),
    "quotes.Speaker": (S, A, A, N), "quotes.Position": (S, A, A, N),
    "sources.Outlet": (S, A, A, N), "sources.Article": (S, A, A, N),
    "quotes.Candidate": (S, N, N, N), "quotes.WaitingEdit": (S, N, N, N),
    "quotes.Assignment": (S, N, N, N), "quotes.Topic": (S, A, A, N),
    "quotes.Occasion": (S, A, A, X), "quotes.Quote": (S, N, A, N),
}  # fmt: skip
ROWS = {
    "quotes.Claim": "claim", "quotes.Assessment": "approved", "quotes.Speaker": "speaker",
    "sources.Outlet": "outlet", "sources.Article": "article", "quotes.Candidate": "candidate",
    "quotes.WaitingEdit": "edit", "quotes.Assignment": "assignment", "quotes.Topic": "topic",
    "quotes.Quote": "draft", "quotes.Position": "position", "quotes.Occasion": "occasion",
}  # fmt: skip


def row_of(world, label):
    """A row of a list; None where the world has none."""
    from django.apps import apps

    name = ROWS.get(label)
    if name:
        return getattr(world, name)
    return apps.get_model(label)._base_manager.first()
