"""Alembic runs here; the connection and its transaction are the caller's (`store/migrate.py`)."""

from alembic import context

from app.models.declare import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
