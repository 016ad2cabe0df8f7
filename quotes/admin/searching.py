"""The box above a list: each kind of row is looked for in its own ways (`quotes/finding.py`)."""


class Sought:
    """Mixin for a ModelAdmin: what is typed into the list's box is looked for by `look_for`."""

    look_for = None

    def get_search_results(self, request, queryset, search_term):
        """The rows that fit, of very many the newest."""
        words = " ".join(search_term.split())[:400]
        if not words:
            return queryset, False
        return queryset.filter(pk__in=type(self).look_for(words, queryset)), False
