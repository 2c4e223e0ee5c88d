"""The live floor of the desk."""
