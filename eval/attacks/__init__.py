"""Attacks on the model that writes: instructions inside documents, and whether they change an answer."""
