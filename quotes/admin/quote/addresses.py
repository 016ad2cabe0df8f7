"""Addresses of the pages on which a quote's rows are edited, parted, put back and handed out."""

from quotes.admin.quote import address_page, pack, parting_pages, row_page, versions_page

PAGES = (
    ("desk/edit/<slug:sort>/<int:key>/", row_page.edit_row, "desk_edit"),
    ("desk/versions/<slug:kind>/<slug:public_id>/", versions_page.versions_list, "desk_versions"),
    ("desk/version/<slug:kind>/<slug:public_id>/", versions_page.version, "desk_version"),
    ("desk/split/<slug:public_id>/", parting_pages.split, "desk_split"),
    ("desk/hand-over/<slug:public_id>/", parting_pages.hand_over, "desk_hand_over"),
    ("desk/handovers/<slug:public_id>/undo/", parting_pages.undo, "desk_handover_undo"),
    ("desk/address/<slug:kind>/<slug:public_id>/", address_page.address, "desk_address"),
    ("desk/evidence/<slug:public_id>.pdf", pack.evidence_pack, "desk_evidence"),
)
