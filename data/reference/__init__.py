"""Reference tables shipped with the product, and their loaders."""
