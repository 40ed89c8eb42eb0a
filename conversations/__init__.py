"""The pure brain: what to say next. It knows no channel, no database, no language and no clock."""
