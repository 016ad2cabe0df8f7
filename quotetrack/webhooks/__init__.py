"""Who wants to hear of public changes is called: one signed POST for each, until it was taken.

`queueing` follows the feed of changes and notes what each receiver is to hear; `delivering` sends
it, with what the object says at that moment (`bodies`), signed (`signing`). Nothing here knows
the desk's tables: changes and documents are read through the readers' role.
"""
