"""Many rows at once: in from CSV, XLSX and JSONL, and out again."""
