"""what produces: feeds, pages, folders, OPML. Parses and plans, fetches nothing."""
