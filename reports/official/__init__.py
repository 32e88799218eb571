"""The official report: consolidated and of one unit, every number a field that can be verified."""
