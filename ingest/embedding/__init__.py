"""ingest/embedding"""
