"""Registers of an office: entries typed or imported, what is due, figures with their counting rules."""
