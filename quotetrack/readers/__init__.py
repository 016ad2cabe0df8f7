"""What pages and cards share: how a public record is told to people.

Everything here reads ``quotes.published`` and gives plain values; the templates only lay them out.
The words of the interface follow the active language, the words of people never do.
"""
