"""A small invented data set, for trying the product and for its tests."""
