"""Text as it comes in: normalisation of what people type, and YAML read as text with line numbers."""
