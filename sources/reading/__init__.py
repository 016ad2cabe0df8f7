"""What runs in the process that reads one hostile page; ``sources.readable`` starts it.

Plain Python beside the libraries that read: no Django, no settings, no database.
"""
