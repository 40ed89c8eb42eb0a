"""Everything that touches the outside: channels, turns, delivery, the web server, the command."""
