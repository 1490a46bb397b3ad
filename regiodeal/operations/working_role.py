"""A role of PostgreSQL that the portal works as, and that owns nothing: not even the portal can empty its own trail.

Only the owner of a table may truncate it or drop a trigger. So one role makes the tables (bin/prepare), and web and
worker come in as another, which may read and write rows, and of the audit trail only add and read them.
"""

from django.db import connection, transaction
from psycopg import sql

from regiodeal.audit.models import AuditEntry

MAY = sql.SQL("SELECT, INSERT, UPDATE, DELETE")


def ready_role(name: str, password: str) -> None:
    """Make the role where it is not there, set its password, and give it its rights; again after every migration.

    All of it at once: web and worker go on meanwhile, and never find their rights taken and not yet given.

    Raises DatabaseError for a user of the database who may not, and NotSupportedError on SQLite.
    """
    role = sql.Identifier(name)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(sql.SQL("CREATE ROLE {} LOGIN").format(role))
        if password:
            told = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}").format(role, sql.Literal(password))
            cursor.execute(told)
        for statement in (
            "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
            "GRANT USAGE ON SCHEMA public TO {role}",
            "GRANT {may} ON ALL TABLES IN SCHEMA public TO {role}",
            "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
            "REVOKE UPDATE, DELETE ON {trail} FROM {role}",
            "REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}",
        ):
            trail = sql.Identifier(AuditEntry._meta.db_table)
            cursor.execute(sql.SQL(statement).format(role=role, may=MAY, trail=trail))
