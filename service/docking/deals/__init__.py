"""The signing pipeline: deals from the recommendation to the deepening, their papers, money, days and rungs."""
