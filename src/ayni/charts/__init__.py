"""How Ayni looks: rows become fluid drawings; the style sheet, the font and the outlines of places stand beside.

A drawing is SVG with classes and no style of its own: x runs in percent and y in pixels, so that text keeps its
size at any width.  Words come in already in the reader's language; nothing here knows what is drawn.
"""
