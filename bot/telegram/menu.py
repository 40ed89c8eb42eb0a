"""What Telegram lists at the button beside the keyboard, in this order."""

MENU = ("daftar", "status", "kembali", "ubah", "batal", "bantuan", "bahasa", "antrean")
