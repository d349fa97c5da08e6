"""Question sets, metrics, benchmarks."""
