"""What people may ask of who holds their data: to see it, to stop it, to have it erased."""
