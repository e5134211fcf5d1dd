"""Charts as SVG, made on the server: palette, primitives, charts of assessments and of publications."""
