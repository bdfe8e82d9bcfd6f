"""A card that says where the rest is when its room is too small."""

from __future__ import annotations

from textual.content import Content

from tui.line_card import LineCard


class ReasonCard(LineCard):
    """A line card whose last line names the key that shows everything, where something does not fit."""

    REST = "… w says all of it"
    """What stands in place of what does not fit."""

    def render(self) -> Content:
        """The lines that fit."""
        content = super().render()
        height = self.content_size.height
        lines = content.split("\n")
        if height < 2 or len(lines) <= height:
            return content
        return Content("\n").join([*lines[: height - 1], Content.styled(f" {self.REST}", "$foreground-muted")])
