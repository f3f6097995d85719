"""The rule engine: one pure checker a kind of rule; facts in, checks out. Facts that lack give "cannot tell"."""
