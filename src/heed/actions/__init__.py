"""every write that is not one of the loop's five verbs."""
