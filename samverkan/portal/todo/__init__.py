"""What waits for a person on *Att göra*, in the order of urgency; a module for each who is waiting for what."""

from samverkan.portal.todo.thing import AHEAD, BACK, SOON, Press, Todo, in_order

__all__ = ["AHEAD", "BACK", "SOON", "Press", "Todo", "in_order"]
