"""Pages of the documentation that are drawn from the code, so that they cannot disagree with it.

``manage.py write_docs`` writes them; a test refuses pages that are not current.
"""

from quotes.documenting import data_model, workflow_page

NOTICE = "<!-- Written by `make docs` from the code. Change the code, not this page. -->\n\n"


def pages() -> dict[str, str]:
    """Every generated page: its path in the project and its text."""
    return {
        "docs/data-model.md": NOTICE + data_model.page(),
        "docs/workflow.md": NOTICE + workflow_page.page(),
    }
