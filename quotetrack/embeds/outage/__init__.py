"""Stale is better than down: what cards answer while the database is away.

Each card that was answered lies on disk (`copies`). When the database does not answer, a card comes
from there, marked with its age (`serving`), and a thread looks for the database until it is back
(`pulse`). What was withdrawn stands on a list on the same disk (`withdrawals`), written before the
withdrawal is committed: without a database nothing new can be withdrawn, so the list is whole.
"""
