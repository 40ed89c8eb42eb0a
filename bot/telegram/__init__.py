"""Telegram: aiogram reads what comes in, python-telegram-bot sends what goes out."""
