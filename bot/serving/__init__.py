"""What runs beside the channels while the bot serves: web server, upkeep, metrics, logs."""
