"""docs/workflow.md: which moves there are, who makes them, and what must hold before."""

import pkgutil
from importlib import import_module

import quotes
from quotes import actions, candidates, intake, roles, workflow
from quotes.documenting import acts
from quotes.documenting.markdown import code, first_line, listed, mermaid, sections, table
from quotes.models.assessments import ASSESSMENT_MOVES, AssessmentState
from quotes.models.claims import CLAIM_MOVES, ClaimStatus
from quotes.models.desk import CANDIDATE_MOVES, Decision
from quotes.models.words import QUOTE_MOVES, QuoteStatus, WithdrawalReason

INTRODUCTION = """# The workflow

Four things on the desk have a status: suggestions, quotes, claims and assessments. The tables
below are those that the code goes by, and a trigger of the database refuses every other move,
whoever asks for it.
"""
ROLES = """## Roles and rights

A role is a Django group; one person may hold several. An administrator manages people, tokens,
webhooks and the sites that may show cards, and is not an editor: the right to publish is not among
an administrator's.
"""
UNDO = """Going back to *new* is the undo. It is refused once what the suggestion became is
published.
"""
QUOTES = """Whoever withdrew a quote does not restore it: somebody else must. A quote that was
merged into another one is split off first. A withdrawal may have a private note, and has a public
reason: {reasons}.
"""
CLAIMS = """## Claims

Nobody moves a claim by hand: it moves with the acts on its assessments, and is open again when
the last current one is made void. A quote that {reopens} an assessed claim moves it to *{status}*
when that link is published.
"""
ASSESSMENTS = """Whoever approves an assessment did not write it; the database holds that too. Once
approved it is never edited again, only superseded or made void. Publishing another rating than
the current one needs a notice to readers.
"""
ACTS = """## Acts

Every change on the desk goes through one of these functions, in one transaction, with the name of
whoever acts. *Right* is what the function asks for; “as the move” means the table of moves above.
An act with `expect` may be given the `edit_version` that the person saw, and is refused where the
row has changed since.
"""


def page() -> str:
    """The whole page."""
    return sections(
        INTRODUCTION,
        ROLES,
        rights(),
        "## Suggestions",
        diagram(CANDIDATE_MOVES, Decision.NEW),
        meanings(Decision),
        UNDO,
        of_quotes(),
        claims(),
        judgements(),
        ACTS,
        *(act_table(module) for module in modules()),
    )


def rights() -> str:
    """Which role holds which right."""
    names = [
        roles.DISCUSS, roles.CONTRIBUTE, roles.EDIT, roles.PUBLISH, roles.ADMINISTER,
    ]  # fmt: skip
    rows = [
        [role, *("yes" if right in held else "–" for right in names)]
        for role, held in roles.RIGHTS.items()
    ]
    return table(["role", *(code(name) for name in names)], rows)


def of_quotes() -> str:
    """The states of a quote."""
    rows = [
        [
            code(before),
            code(after),
            listed([code(right) for right in workflow.NEEDS[before, after]]),
        ]
        for before, afters in QUOTE_MOVES.items()
        for after in sorted(afters)
    ]
    needs = acts.sentences(workflow.check_publishable, "NotReady")
    needs = [f"- {sentence}" for sentence in needs]
    return sections(
        "## Quotes",
        diagram(QUOTE_MOVES, QuoteStatus.DRAFT),
        table(["from", "to", "right"], rows),
        QUOTES.format(reasons=listed([code(reason) for reason in WithdrawalReason.values])),
        "Publishing is refused with one of these sentences:\n\n" + "\n".join(needs),
    )  # fmt: skip


def claims() -> str:
    """The states of a claim."""
    words = sorted(workflow.REOPENS)
    status = ClaimStatus.NEEDS_REASSESSMENT.label
    return sections(
        CLAIMS.format(reopens=listed(words), status=status),
        diagram(CLAIM_MOVES, ClaimStatus.OPEN),
    )


def judgements() -> str:
    """The states of an assessment."""
    return sections(
        "## Assessments",
        diagram(ASSESSMENT_MOVES, AssessmentState.DRAFT),
        ASSESSMENTS,
    )


def diagram(moves, start) -> str:
    """A state diagram of a table of moves."""
    lines = [f"    [*] --> {start.value}"]
    lines += [
        f"    {before.value} --> {after.value}"
        for before, afters in moves.items()
        for after in sorted(afters)
    ]
    return mermaid(["stateDiagram-v2", *lines])


def meanings(choices) -> str:
    """The statuses in words."""
    return table(["status", "meaning"], [[code(value), label] for value, label in choices.choices])


def modules():
    """Every module that may hold acts: the main way first, then the others by name."""
    first = [intake, candidates, workflow]
    found = [
        import_module(f"{package.__name__}.{module.name}")
        for package in (actions, quotes)
        for module in sorted(pkgutil.iter_modules(package.__path__), key=lambda one: one.name)
        if not module.ispkg
    ]
    above = [import_module("quotetrack.webhooks.acts")]
    return first + [module for module in found if module not in first] + above


def act_table(module) -> str:
    """The acts of a module; an empty text where it has none."""
    rows = acts.of(module)
    if not rows:
        return ""
    return sections(
        f"### {module.__name__}",
        first_line(module.__doc__),
        table(["act", "what it does", "right"], rows),
    )
