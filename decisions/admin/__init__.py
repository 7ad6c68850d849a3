"""Decisions behind sign-in. Importing this registers the registers."""

from decisions.admin import plan_registers

__all__ = ["plan_registers"]
