"""The commands of `seratus person`, put together."""

import typer

from bot.commands.person.correcting import correct
from bot.commands.person.leaving import erase, move_phone
from bot.commands.person.looking import find, show

person_app = typer.Typer(
    help="Find somebody; show, correct, move to a new phone, or erase what they registered.",
    no_args_is_help=True,
)
person_app.command("find")(find)
person_app.command("show")(show)
person_app.command("correct")(correct)
person_app.command("move-phone")(move_phone)
person_app.command("erase")(erase)
