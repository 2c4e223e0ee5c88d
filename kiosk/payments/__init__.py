"""Talking to a payment company: opening its checkout, reading its redirects and answers. Never the database."""
