"""Addresses of what people do together on the desk: who is here, whose day, what comes in bulk."""

from quotes.admin import company, days

PAGES = (
    ("desk/here/<slug:kind>/<slug:public_id>/", company.here, "desk_here"),
    ("desk/days/", days.chosen, "desk_days"),
    ("desk/days/<str:name>/<str:day>/", days.day_of, "desk_day"),
)
