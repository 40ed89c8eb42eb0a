"""What people want at whatever question: status, batal, kembali, and so on."""
