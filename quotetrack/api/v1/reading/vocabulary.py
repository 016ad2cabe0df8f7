"""The words of the contract: what each closed vocabulary holds.

Kept apart from the desk's models, which readers' faces may not import; a test compares the two.
"""

SPEAKER_KINDS = ("person", "organisation", "office", "group", "unnamed_source")
FORMS = ("direct", "mixed", "partial", "indirect")
ATTRIBUTIONS = (
    "verified",
    "attributed",
    "disputed",
    "misattributed",
    "fabricated",
    "unattributed",
)
EVIDENTIALITIES = ("first_hand", "second_hand", "hearsay", "unknown")
OCCASIONS = (
    "press_conference",
    "interview",
    "speech",
    "statement",
    "letter",
    "email",
    "phone_call",
    "social_post",
    "report",
    "testimony",
    "court_filing",
    "meeting",
    "unknown",
)
POSITIONS = (
    "head_of_state",
    "minister",
    "legislator",
    "party_leader",
    "judge",
    "official",
    "spokesperson",
    "executive",
    "expert",
    "other",
)
RELATIONS = ("asserts", "denies", "implies", "asks", "confirms", "concedes", "retracts")
STANDINGS = ("true", "mixed", "false", "unproven", "not_rateable")
OUTLET_KINDS = (
    "newspaper",
    "broadcaster",
    "wire",
    "magazine",
    "online",
    "government",
    "organisation",
    "platform",
    "other",
)
CLAIM_STATUSES = ("open", "under_assessment", "assessed", "needs_reassessment")
TIERS = (
    "clarification",
    "update",
    "correction",
    "verdict_change",
    "attribution_change",
    "void",
    "legal_removal",
)
KINDS = (
    "quote",
    "speaker",
    "outlet",
    "article",
    "claim",
    "topic",
    "correction",
    "rating_scale",
)
