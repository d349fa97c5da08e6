"""ingest/outline"""
