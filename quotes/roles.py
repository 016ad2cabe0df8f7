"""Who may do what: six rights, held through four groups. The cells are tested one by one.

Whoever holds a role sees the desk and may leave remarks. Contributors add articles, decide
suggestions and draft. Editors edit anything unpublished, approve others' assessments, and propose
changes of what is published. Publishers publish, correct, withdraw and merge. Administrators
manage people, tokens, webhooks and the sites that may show cards, help with what is not public, and
may withdraw; they neither approve nor publish.
"""

from quotes.errors import NotAllowed

CONTRIBUTE, EDIT, PUBLISH, ADMINISTER = "contribute", "edit", "publish", "administer"
DISCUSS, JUDGE = "discuss", "judge"

RIGHTS = {
    "contributor": (DISCUSS, CONTRIBUTE),
    "editor": (DISCUSS, CONTRIBUTE, EDIT, JUDGE),
    "publisher": (DISCUSS, CONTRIBUTE, EDIT, JUDGE, PUBLISH),
    "administrator": (DISCUSS, CONTRIBUTE, EDIT, ADMINISTER),
}
HOLDERS = {
    DISCUSS: "an administrator to give you a role",
    CONTRIBUTE: "a contributor, an editor or a publisher",
    EDIT: "an editor or a publisher",
    JUDGE: "an editor or a publisher",
    PUBLISH: "a publisher",
    ADMINISTER: "an administrator",
}


def can(user, right: str) -> bool:
    """The person is active and holds the right."""
    return bool(user and user.is_active and user.has_perm(f"quotes.{right}"))


def sees_desk(user) -> bool:
    """The person may read what is not public."""
    return any(can(user, right) for right in HOLDERS)


def check(user, right: str, doing: str):
    """Raise NotAllowed unless the person holds the right; `doing` completes “You may not …”."""
    if not can(user, right):
        raise NotAllowed(f"You may not {doing}. Ask {HOLDERS[right]}.")
