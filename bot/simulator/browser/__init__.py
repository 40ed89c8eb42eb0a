"""What a browser sees of the phones: the page, what it asks for, and the server on loopback."""
