"""The commands of `seratus person`, put together."""

import typer

from bot.commands.person.correcting import correct
from bot.commands.person.leaving import erase, move_phone, take_consent_back
from bot.commands.person.looking import find, show

person_app = typer.Typer(
    help="Find somebody; show, correct, move, or erase what they registered, or end the consent.",
    no_args_is_help=True,
)
person_app.command("find")(find)
person_app.command("show")(show)
person_app.command("correct")(correct)
person_app.command("move-phone")(move_phone)
person_app.command("take-consent-back")(take_consent_back)
person_app.command("erase")(erase)
