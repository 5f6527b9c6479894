"""One check per module; each exports `CHECK`."""
