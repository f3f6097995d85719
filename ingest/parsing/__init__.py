"""Numbers, money, dates and indicators read from Chinese text."""
