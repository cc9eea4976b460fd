"""Every write that is not one of the loop's five verbs, one file a noun, on an opened Diet."""
