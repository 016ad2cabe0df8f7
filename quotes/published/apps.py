"""The published read model, an app of its own: readers see these tables and no others."""

from importlib import import_module

from django.apps import AppConfig


class PublishedConfig(AppConfig):
    name = "quotes.published"
    label = "published"
    verbose_name = "What readers see"

    def ready(self):
        """An address that readers know is never given to something else."""
        import_module("sources.slugs").GIVEN_BEFORE.append(self.led)  # needs the apps loaded

    def led(self, kind, stem) -> set[str]:
        """Old addresses of this kind that begin so and lead to what they named."""
        rows = self.get_model("Redirect").objects.filter(kind=kind, old__startswith=stem)
        return set(rows.values_list("old", flat=True))
