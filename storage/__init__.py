"""Everything that speaks SQL: tables, the unit of work and the quota-guarded registrations."""
