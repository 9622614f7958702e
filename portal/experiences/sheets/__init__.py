"""Tender experiences as a workbook: written for people to fill in offline, and read back."""
