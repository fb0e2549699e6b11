#!/bin/sh
# Run once by the PostgreSQL image when it makes its database: an account for the register that owns its tables and nothing else. It makes no
# other accounts and databases, and reads no files of the server; nobody else may connect.
set -eu

psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set "password=$(cat "${IDENTITY_PASSWORD_FILE:-/run/secrets/identity-password}")" <<'SQL'
create role register login password :'password' nosuperuser nocreatedb nocreaterole noreplication;
revoke all on database :"DBNAME" from public;
revoke all on schema public from public;
grant connect on database :"DBNAME" to register;
create schema register authorization register;
alter role register in database :"DBNAME" set search_path = register;
SQL
