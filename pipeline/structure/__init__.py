"""From the text of a source to reports, sections and their roles."""
