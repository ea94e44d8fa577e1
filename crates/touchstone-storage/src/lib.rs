//! Where is it kept? SQLite and PostgreSQL.
