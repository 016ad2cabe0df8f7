"""Addresses of what people do together on the desk: who is here, whose day, what comes in bulk."""

from quotes.admin import company

PAGES = (("desk/here/<slug:kind>/<slug:public_id>/", company.here, "desk_here"),)
