"""Addresses of what people do together on the desk: who is here, whose day, what comes
in bulk, what goes by law."""

from quotes.admin import company, days, erasures, importing

PAGES = (
    ("desk/here/<slug:kind>/<slug:public_id>/", company.here, "desk_here"),
    ("desk/days/", days.chosen, "desk_days"),
    ("desk/days/<str:name>/<str:day>/", days.day_of, "desk_day"),
    ("desk/imports/", importing.imports, "desk_imports"),
    ("desk/imports/<slug:public_id>/", importing.one, "desk_import"),
    ("desk/imports/<slug:public_id>/go/", importing.go, "desk_import_go"),
    ("desk/imports/<slug:public_id>/report/", importing.report, "desk_import_report"),
    *erasures.PAGES,
)
