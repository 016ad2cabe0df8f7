"""How words differ: word by word, and how alike two wordings are."""

import re

from rapidfuzz.distance import Levenshtein

from quotes.extraction.text import UNSPACED, folded

WORD = re.compile(r"\S+")
MOST_WORDS = 2000


def pieces(text: str) -> list[str]:
    """The words as printed; in scripts without spaces each character is one."""
    return WORD.findall(UNSPACED.sub(r" \1 ", text))[:MOST_WORDS]


def difference(ours: str, theirs: str) -> list[dict]:
    """What turns our words into theirs, word by word; marks, dashes and case make none."""
    left, right = pieces(ours), pieces(theirs)
    edits = Levenshtein.opcodes(
        [folded(word) or word for word in left], [folded(word) or word for word in right]
    )
    return [
        {
            "op": edit.tag,
            "ours": " ".join(left[edit.src_start : edit.src_end]),
            "theirs": " ".join(right[edit.dest_start : edit.dest_end]),
        }
        for edit in edits
    ]
