"""Passages in, an index that finds, quotes and says "not found" out."""
