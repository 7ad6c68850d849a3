"""The bottom layer: what every app may use and what knows no app."""
