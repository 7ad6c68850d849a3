"""The top layer: the open site and the workbench, composed of every app."""
