"""Every page of the desk that can be opened, out of the tables of the matrix: who adds a page
adds its row there, and it is looked at here too."""

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from tests.matrix import desk

# Pages that answer with a file, or with data for scripts.
NO_PAGES = {"desk_evidence", "desk_import_report", "desk_speakers", "desk_topics",
            "desk_candidate"}  # fmt: skip
HELD = (
    "api.ApiToken",
    "auth.User",
    "auth.Group",
    "webhooks.Webhook",
    "embeds.EmbedSite",
)  # an administrator's


def of_the_desk(world, user, client):
    """(name, address) of the desk's own pages: those that answer a GET with a page."""
    for name, row in desk.PAGES.items():
        if name in NO_PAGES:
            continue
        path = reverse(f"admin:{name}", args=row.at(world, user))
        if name == "desk_version":
            moment = timezone.now().isoformat()
            path = reverse("admin:desk_versions", args=["quote", world.public.public_id])
            yield "desk_version", f"{path.replace('versions', 'version')}?before={moment}"
            continue
        answer = client.get(path)
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            yield name, path


def of_lists(world, labels):
    """(name, address) of every list, and of the forms, the history and the removal of a row."""
    for label in labels:
        base = label.lower().replace(".", "_")
        row = desk.row_of(world, label)
        wanted = [("changelist", []), ("add", [])]
        if row is not None:
            wanted += [(what, [row.pk]) for what in ("change", "history", "delete")]
        for what, args in wanted:
            try:
                yield f"{base}_{what}", reverse(f"admin:{base}_{what}", args=args)
            except NoReverseMatch:
                continue


def pages(world, user, client):
    """(name, address) of every page that this person may open."""
    labels = [label for label in desk.MODELS if label not in HELD]
    if user.username.endswith("administrator"):
        labels = list(HELD)
    found = [("home", reverse("admin:index")), ("password", reverse("admin:password_change"))]
    if not user.username.endswith("administrator"):
        found += of_the_desk(world, user, client)
        found.append(("found", reverse("admin:quotes_quote_changelist") + "?q=bridges"))
        merge = reverse("admin:desk_merge", args=["claim", world.again.public_id])
        found += [("claims alike", merge), ("claims", f"{merge}?into={world.rated.public_id}")]
        found.append(("nothing found", reverse("admin:quotes_quote_changelist") + "?q=xyzzy"))
    for name, path in of_lists(world, labels):
        if client.get(path).status_code == 200:
            found.append((name, path))
    return found
