"""Translations as a workbook and back: for translators who work in a spreadsheet. Nothing here writes rows."""
