"""Where Alembic starts: it runs the revisions on the connection that ``kiosk.storage.schema`` hands over, and on no other."""

from alembic import context

from kiosk.storage.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    # The transaction is the caller's, begun for real: SQLite rolls a half-made schema back only then.
    transactional_ddl=False,
)
context.run_migrations()
