"""What editors work on: speakers, quotes, claims, and the desk's own rows."""

from quotes.models.assessments import Assessment, Evidence, Rating, RatingScale
from quotes.models.attributions import Attribution, Response
from quotes.models.claims import Claim, ClaimQuote, ClaimTopic
from quotes.models.desk import Assignment, Candidate, Comment, WaitingEdit, WordingSketch
from quotes.models.erasures import ErasureRequest
from quotes.models.handovers import Handover
from quotes.models.links import QuoteLink
from quotes.models.merges import Merge
from quotes.models.notices import Correction, CorrectionHead, ReaderReport
from quotes.models.occurrences import ChainStep, Occurrence, Segment
from quotes.models.outside_reviews import OutsideReview
from quotes.models.people import Position, Role, Speaker, SpeakerName
from quotes.models.words import Occasion, Quote, QuoteTopic, Topic, Wording

__all__ = [
    "Assessment",
    "Assignment",
    "Attribution",
    "Candidate",
    "ChainStep",
    "Claim",
    "ClaimQuote",
    "ClaimTopic",
    "Comment",
    "Correction",
    "CorrectionHead",
    "ErasureRequest",
    "Evidence",
    "Handover",
    "Merge",
    "Occasion",
    "Occurrence",
    "OutsideReview",
    "Position",
    "Quote",
    "QuoteLink",
    "QuoteTopic",
    "Rating",
    "RatingScale",
    "ReaderReport",
    "Response",
    "Role",
    "Segment",
    "Speaker",
    "SpeakerName",
    "Topic",
    "WaitingEdit",
    "Wording",
    "WordingSketch",
]
