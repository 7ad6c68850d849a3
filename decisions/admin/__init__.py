"""Decisions behind sign-in: followed home, plans and annual reports. Importing this registers the registers."""

from decisions.admin import plan_registers

__all__ = ["plan_registers"]
