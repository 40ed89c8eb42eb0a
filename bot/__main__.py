"""`python -m bot` is `seratus`."""

from bot.cli import main

main()
