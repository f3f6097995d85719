"""Reports: figures counted from records, forms filled from them, frozen when sent; and what was handed in."""
