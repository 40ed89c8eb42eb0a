"""`python -m bot` is `seratus`."""

from bot.commands.main import main

main()
