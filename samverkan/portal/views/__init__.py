"""The views of the open site, a file per noun. Every one reads from ``published()`` and answers GET only."""
