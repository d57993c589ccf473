"""What probes saw, as data: its forms, its encoding, its description. Nothing here runs or judges."""

from kindling.observations.model import Call, Changed, Ended, Observation, Raised, Sighting, Warned

__all__ = ["Call", "Changed", "Ended", "Observation", "Raised", "Sighting", "Warned"]
