"""The demonstration: the real structure, the real note walked to publication, and work of every kind waiting."""

from samverkan.portal.demo.building import build, rebuild
from samverkan.portal.demo.cast import PASSWORD, Cast

__all__ = ["PASSWORD", "Cast", "build", "rebuild"]
