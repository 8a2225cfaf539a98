"""Deals: what is about to close, what is stuck, and what it will bring."""

from tui.screens.deals.screen import Deals

__all__ = ["Deals"]
