"""The faces for programs: REST under `/api/v1`; `ui.tools` offers the same operations to models."""
