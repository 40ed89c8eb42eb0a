"""How answers are understood: labelled tables written from the rules."""
