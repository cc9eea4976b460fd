"""the only code that goes out to the network or reads folders of documents."""
