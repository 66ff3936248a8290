"""The time that tests wait for what should happen."""

PATIENCE = 120  # seconds; only something that hangs takes as long, however busy the machine is
