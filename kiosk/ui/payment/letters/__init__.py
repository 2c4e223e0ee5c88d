"""Letters for fields of the payment company's pages, where no keyboard stands on the counter.

What is card data never goes through here: see ``fields`` for the rule, and why it holds without reading the page.
"""
