"""Any list of the desk as a file: what is filtered and found, in the list's own columns."""

from django.contrib.admin.utils import label_for_field, lookup_field
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.utils.encoding import iri_to_uri
from django.utils.html import strip_tags
from django.utils.text import slugify
from django.utils.timezone import localdate

from quotes.bulk import leaving

AT_ONCE = 500
MOST_IN_A_SHEET = 100_000


class Exported:
    """Mixin for a ModelAdmin: `?export=csv` behind the list's own address gives the file."""

    change_list_template = "desk/change_list.html"

    def changelist_view(self, request, extra_context=None):
        """The list, or its file."""
        form = request.GET.get("export", "")
        if not form:
            query = request.GET.copy()
            query.pop("p", None)
            extra = {"query": iri_to_uri(query.urlencode()), "forms": list(leaving.FORMS)}
            return super().changelist_view(request, extra | (extra_context or {}))
        if form not in leaving.FORMS:
            raise Http404("There is no such form.")
        if not self.has_view_permission(request):
            raise PermissionDenied
        request.GET = request.GET.copy()
        del request.GET["export"]
        return self.file(request, form)

    def file(self, request, form):
        """The whole list, row by row."""
        found = self.get_changelist_instance(request)
        names = [name for name in self.get_list_display(request) if name != "action_checkbox"]
        heads = ["id", *(str(label_for_field(name, self.model, self)) for name in names)]
        rows = found.queryset.iterator(chunk_size=AT_ONCE)
        if form == "xlsx":
            rows = found.queryset[:MOST_IN_A_SHEET].iterator(chunk_size=AT_ONCE)
        lines = (self.line(row, names) for row in rows)
        title = slugify(f"{self.opts.verbose_name_plural}-{localdate()}")
        if form == "xlsx":
            book = leaving.as_xlsx(heads, lines)
            return FileResponse(book, as_attachment=True, filename=f"{title}.xlsx")
        write = leaving.as_csv if form == "csv" else leaving.as_jsonl
        answer = StreamingHttpResponse(write(heads, lines), content_type=leaving.FORMS[form])
        answer.headers["Content-Disposition"] = f'attachment; filename="{title}.{form}"'
        return answer

    def line(self, row, names) -> list[str]:
        """A row's cells as the list shows them, without links."""
        cells = [str(getattr(row, "public_id", row.pk))]
        for name in names:
            try:
                field, _attribute, value = lookup_field(name, row, self)
            except ObjectDoesNotExist:
                value, field = "", None
            if field is not None and field.choices:
                value = dict(field.flatchoices).get(value, value)
            cells.append(plain(value))
        return cells


def plain(value) -> str:
    """A value as text."""
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return value.isoformat()
    return strip_tags(value) if hasattr(value, "__html__") else str(value)
