"""What probes saw, as data: its forms, its encoding, its description. Nothing here runs or judges."""

from kindling.observations.model import Call, Ended, Observation, Raised, Sighting, Warned

__all__ = ["Call", "Ended", "Observation", "Raised", "Sighting", "Warned"]
