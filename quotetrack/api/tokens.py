"""Tokens: made once, shown once, stored as a hash.

A token reads `qt_`, 40 random characters and six that check the rest, so that a scanner of leaked
secrets can tell ours from noise. Only its SHA-256 is kept: whoever reads the table cannot use it.
"""

import binascii
import hashlib
import secrets
import string

ALPHABET = string.ascii_letters + string.digits
PREFIX = "qt_"
LENGTH = 40
CHECK = 6


def new_token() -> str:
    """A fresh secret: 238 random bits and a checksum."""
    body = PREFIX + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
    return body + checksum(body)


def checksum(body: str) -> str:
    """Six characters that follow from the rest."""
    number = binascii.crc32(body.encode())
    digits = ""
    for _ in range(CHECK):
        number, rest = divmod(number, len(ALPHABET))
        digits += ALPHABET[rest]
    return digits


def looks_right(token: str) -> bool:
    """The form and the checksum are those of a token of ours."""
    right_size = len(token) == len(PREFIX) + LENGTH + CHECK
    return right_size and token.isascii() and checksum(token[:-CHECK]) == token[-CHECK:]


def hashed(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()
