"""What people ask back, about the programme and about registering."""
