"""Charts as SVG, drawn on the server: palette, primitives, charts of assessments and of publications."""
