"""Addresses of the pages on which rows of quotes and claims are edited, parted and put back."""

from quotes.admin import claim_page, live_page, names
from quotes.admin.quote import address_page, pack, parting_pages, preview, row_page, versions_page

PAGES = (
    ("desk/edit/<slug:sort>/<int:key>/", row_page.edit_row, "desk_edit"),
    ("desk/versions/<slug:kind>/<slug:public_id>/", versions_page.versions_list, "desk_versions"),
    ("desk/version/<slug:kind>/<slug:public_id>/", versions_page.version, "desk_version"),
    ("desk/split/<slug:public_id>/", parting_pages.split, "desk_split"),
    ("desk/hand-over/<slug:public_id>/", parting_pages.hand_over, "desk_hand_over"),
    ("desk/handovers/<slug:public_id>/undo/", parting_pages.undo, "desk_handover_undo"),
    ("desk/address/<slug:kind>/<slug:public_id>/", address_page.address, "desk_address"),
    ("desk/claims/<slug:public_id>/correct/", claim_page.correct_claim, "desk_correct_claim"),
    ("desk/claims/<slug:public_id>/void/", claim_page.void_claim, "desk_void_claim"),
    ("desk/names/<slug:kind>/", names.names, "desk_names"),
    ("desk/live/<slug:public_id>/", live_page.live_page, "desk_live"),
    ("desk/preview/<slug:public_id>/", preview.card, "desk_preview"),
    ("desk/evidence/<slug:public_id>.pdf", pack.evidence_pack, "desk_evidence"),
)
