"""How days and times are written in each language: 4 May 2025."""
