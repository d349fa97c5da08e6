"""Speed and size, measured beside a plain llama-index pipeline."""
