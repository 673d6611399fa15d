"""Django's PostgreSQL, with moments read by the driver's own C."""
