"""The notice desk: notices are read, the rules they set are confirmed, edited, rejected, written by hand."""
