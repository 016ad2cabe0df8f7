"""The fixed vocabularies in words. Each value of the published JSON has one label here."""

from django.utils.translation import gettext_lazy as _

ATTRIBUTION = {
    "verified": _("verified"),
    "attributed": _("attributed"),
    "disputed": _("disputed"),
    "misattributed": _("misattributed"),
    "fabricated": _("fabricated"),
    "unattributed": _("unattributed"),
}
RELATION = {
    "asserts": _("asserts"),
    "denies": _("denies"),
    "implies": _("implies"),
    "asks": _("asks about"),
    "confirms": _("confirms"),
    "concedes": _("concedes"),
    "retracts": _("retracts"),
}
RELATION_OF_WORDS = {
    "asserts": _("These words assert the claim"),
    "denies": _("These words deny the claim"),
    "implies": _("These words imply the claim"),
    "asks": _("These words ask about the claim"),
    "confirms": _("These words confirm the claim"),
    "concedes": _("These words concede the claim"),
    "retracts": _("These words take back the claim"),
}
RESPONSE = {
    "denies_saying": _("denies having said these words"),
    "out_of_context": _("says that the words are out of context"),
    "clarifies": _("clarifies"),
    "retracts": _("retracts these words"),
    "apologises": _("apologises for these words"),
    "right_of_reply": _("replies"),
}
OCCASION = {
    "press_conference": _("Press conference"),
    "interview": _("Interview"),
    "speech": _("Speech"),
    "statement": _("Statement"),
    "letter": _("Letter"),
    "email": _("Email"),
    "phone_call": _("Phone call"),
    "social_post": _("Social media post"),
    "report": _("Report"),
    "testimony": _("Testimony"),
    "court_filing": _("Court filing"),
    "meeting": _("Meeting"),
    "unknown": _("Occasion not recorded"),
}
EVIDENTIALITY = {
    "first_hand": _("First hand"),
    "second_hand": _("Second hand"),
    "hearsay": _("Hearsay"),
    "unknown": _("Not known at which hand"),
}
FORM = {
    "direct": _("Direct"),
    "mixed": _("Mixed: a reported clause with quoted words"),
    "partial": _("Partial: a quoted fragment"),
    "indirect": _("Indirect: reported without quotation marks"),
}
HEDGE = {
    "reportedly": _("printed with “reportedly”"),
    "allegedly": _("printed with “allegedly”"),
    "according_to": _("printed with “according to”"),
}
ANCHOR = {
    "relocated": _("The words were found again at another place of the text"),
    "orphaned": _("The words no longer stand in the text as captured"),
}
PRECISION = {
    "day": _("known to the day"),
    "month": _("known to the month"),
    "year": _("known to the year"),
    "decade": _("known to the decade"),
    "unknown": _("date not known"),
}
RANK = {
    "preferred": _("preferred"),
    "normal": _("also named"),
    "deprecated": _("no longer held"),
}
REASON = {
    "supported": _("supported by the record"),
    "wrong_person": _("wrong person"),
    "fabricated": _("the words were made up"),
    "conflated": _("mixed up with other words"),
    "paraphrase_hardened": _("a paraphrase that hardened into a quote"),
    "translation_drift": _("changed by translation"),
    "satire": _("satire"),
    "denied": _("denied"),
    "other": _("another reason"),
}
FIDELITY = {
    "verbatim": _("verbatim"),
    "shortened": _("shortened"),
    "bracketed": _("with words in brackets"),
    "cleaned": _("cleaned up"),
    "paraphrase": _("paraphrase"),
}
TRANSLATOR = {
    "office": _("translated by the speaker’s office"),
    "outlet": _("translated by the outlet"),
    "editor": _("translated by one of our editors"),
    "machine": _("translated by a machine"),
    "unknown": _("translator not known"),
}
STEP = {
    "said_by": _("said by"),
    "told_to": _("told"),
    "obtained_by": _("obtained by"),
    "reported_by": _("reported by"),
    "republished_by": _("republished by"),
    "translated_by": _("translated by"),
    "printed_by": _("printed by"),
}
WITHDRAWN = {
    "error": _("it was wrong"),
    "wrong_person": _("it was attributed to the wrong person"),
    "fabricated": _("the words were made up"),
    "legal": _("for legal reasons"),
    "privacy": _("to protect a private person"),
    "duplicate": _("it stood here twice"),
    "pending_review": _("it is being reviewed"),
    "other": _("for another reason"),
}
TIER = {
    "clarification": _("Clarification"),
    "update": _("Update"),
    "correction": _("Correction"),
    "verdict_change": _("Change of verdict"),
    "attribution_change": _("Change of attribution"),
    "void": _("Void"),
    "legal_removal": _("Legal removal"),
}
CHANGE = {
    "first": _("First published."),
    "additive": _("Something was added to the record."),
    "typo": _("A slip in spelling or punctuation was put right."),
    "substantive": _("Something that counts was changed."),
    "withdrawn": _("Withdrawn."),
    "restored": _("Published again."),
    "merged": _("Joined with another record."),
    "parted": _("Parted from another record."),
}
STANCE = {
    "supports": _("Supports the claim"),
    "refutes": _("Speaks against the claim"),
    "context": _("Gives context"),
}
STANDING = {
    "true": _("Held to be true"),
    "mixed": _("True in part"),
    "false": _("Held to be false"),
    "unproven": _("Not proven either way"),
    "not_rateable": _("Cannot be rated"),
}
CLAIM_KIND = {
    "factual": _("A statement of fact"),
    "promise": _("A promise"),
    "position": _("A position"),
    "prediction": _("A prediction"),
    "attribution": _("About who said what"),
}
CLAIM_STATUS = {
    "open": _("Not assessed"),
    "under_assessment": _("Being assessed"),
    "assessed": _("Assessed"),
    "needs_reassessment": _("Being looked at again"),
    "void": _("Void"),
}
SPEAKER_KIND = {
    "person": _("Person"),
    "organisation": _("Organisation"),
    "office": _("Office"),
    "group": _("Group"),
    "unnamed_source": _("Unnamed source"),
}
NAME_KIND = {
    "full": _("full name"),
    "short": _("short"),
    "alias": _("also"),
    "former": _("formerly"),
    "transliteration": _("written in other letters"),
    "handle": _("online"),
    "misspelling": _("misspelt"),
}
OUTLET_KIND = {
    "newspaper": _("Newspaper"),
    "broadcaster": _("Broadcaster"),
    "wire": _("News agency"),
    "magazine": _("Magazine"),
    "online": _("Online"),
    "government": _("Government"),
    "organisation": _("Organisation"),
    "platform": _("Platform"),
    "other": _("Outlet"),
}
ARTICLE_KIND = {
    "article": _("Article"),
    "press_release": _("Press release"),
    "transcript": _("Transcript"),
    "letter": _("Letter"),
    "email": _("Email"),
    "social_post": _("Social media post"),
    "report": _("Report"),
    "video": _("Video"),
    "audio": _("Recording"),
    "other": _("Document"),
}
LIVE_STATUS = {
    "live": _("The page still stands as captured."),
    "changed": _("The page has changed since it was captured."),
    "retracted": _("The outlet has retracted it."),
    "gone": _("The page is gone."),
    "blocked": _("The page can no longer be read by us."),
}
OBJECT = {
    "quote": _("quote"),
    "claim": _("claim"),
    "speaker": _("speaker"),
    "article": _("article"),
    "outlet": _("outlet"),
    "topic": _("topic"),
}


def label(vocabulary: dict, value: str | None) -> str:
    """The value in words; a value that is new to us is shown as it is."""
    return str(vocabulary.get(value, (value or "").replace("_", " ")))
