"""How long a test waits for what must come: it passes as soon as it does, so be generous.

A machine may do five other things meanwhile. What is measured has its own bound.
"""

PATIENCE = 60.0  # seconds; less than the time-out of a whole test
