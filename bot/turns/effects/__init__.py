"""What the brain wishes for is done here, in the turn's transaction: begin with table.py."""
