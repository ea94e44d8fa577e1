-- What all families share, and what the family mobile keeps.
-- Times are unix milliseconds, identifiers are text (a prefix and a ULID, so they sort by birth), JSON is text.

CREATE TABLE tenants (
  id          TEXT    NOT NULL PRIMARY KEY,
  name        TEXT    NOT NULL UNIQUE,
  enabled     INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  version     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
  id              TEXT    NOT NULL PRIMARY KEY,
  tenant_id       TEXT    REFERENCES tenants (id),
  kind            TEXT    NOT NULL,
  sha256          BLOB    NOT NULL UNIQUE CHECK (length(sha256) = 32),
  prefix          TEXT    NOT NULL,
  label           TEXT    NOT NULL,
  app_ids         TEXT,
  scopes          TEXT    NOT NULL,
  created_at      INTEGER NOT NULL,
  expires_at      INTEGER,
  revoked_at      INTEGER,
  revoked_reason  TEXT,
  last_used_at    INTEGER,
  version         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX api_keys_of_tenant ON api_keys (tenant_id, id);

CREATE TABLE mobile_settings (
  tenant_id  TEXT    NOT NULL PRIMARY KEY REFERENCES tenants (id),
  settings   TEXT    NOT NULL,
  version    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE apple_apps (
  id            TEXT    NOT NULL PRIMARY KEY,
  tenant_id     TEXT    NOT NULL REFERENCES tenants (id),
  apple_app_id  TEXT    NOT NULL,
  policy        TEXT    NOT NULL,
  enabled       INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  version       INTEGER NOT NULL,
  UNIQUE (tenant_id, apple_app_id),
  UNIQUE (tenant_id, id)
) STRICT, WITHOUT ROWID;

-- With rowid, as the receipts are large: rows of a table without rowid overflow at a quarter of a page.
CREATE TABLE apple_keys (
  tenant_id       TEXT    NOT NULL,
  key_id          BLOB    NOT NULL CHECK (length(key_id) = 32),
  app_id          TEXT    NOT NULL,
  public_key      BLOB    NOT NULL CHECK (length(public_key) = 65),
  environment     TEXT    NOT NULL,
  counter         INTEGER NOT NULL CHECK (counter BETWEEN 0 AND 4294967295),
  registered_at   INTEGER NOT NULL,
  last_used_at    INTEGER NOT NULL,
  receipt_type    TEXT,
  risk_metric     INTEGER,
  risk_metric_at  INTEGER,
  model           TEXT    NOT NULL,
  version         TEXT    NOT NULL,
  verdict_id      TEXT    NOT NULL,
  revoked_at      INTEGER,
  revoked_reason  TEXT,
  receipt         BLOB,
  UNIQUE (tenant_id, key_id),
  FOREIGN KEY (tenant_id, app_id) REFERENCES apple_apps (tenant_id, id)
) STRICT;
CREATE INDEX apple_keys_by_registration ON apple_keys (tenant_id, registered_at, key_id);
CREATE INDEX apple_keys_of_app ON apple_keys (tenant_id, app_id);

CREATE TABLE session_uses (
  tenant_id   TEXT    NOT NULL,
  reference   BLOB    NOT NULL CHECK (length(reference) = 16),
  verdict_id  TEXT    NOT NULL,
  used_at     INTEGER NOT NULL,
  expires_at  INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, reference)
) STRICT, WITHOUT ROWID;
CREATE INDEX session_uses_by_expiry ON session_uses (tenant_id, expires_at);

CREATE TABLE nonce_uses (
  tenant_id   TEXT    NOT NULL,
  sha256      BLOB    NOT NULL CHECK (length(sha256) = 32),
  verdict_id  TEXT    NOT NULL,
  expires_at  INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, sha256)
) STRICT, WITHOUT ROWID;
CREATE INDEX nonce_uses_by_expiry ON nonce_uses (expires_at);

-- Sessions that end at or before the mark are expired, whatever the clock says.
CREATE TABLE prune_marks (
  tenant_id  TEXT    NOT NULL PRIMARY KEY,
  ended_by   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session_master_keys (
  id           TEXT    NOT NULL PRIMARY KEY,
  sealed       BLOB    NOT NULL,
  created_at   INTEGER NOT NULL,
  issues_from  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE master_key_check (
  only_row  INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
  sealed    BLOB    NOT NULL
) STRICT;

CREATE TABLE verdicts (
  id               TEXT    NOT NULL UNIQUE,
  tenant_id        TEXT    NOT NULL REFERENCES tenants (id),
  api_key_id       TEXT,
  noun             TEXT    NOT NULL,
  format           TEXT,
  subject          TEXT    NOT NULL,
  app_id           TEXT,
  policy           TEXT    NOT NULL,
  facts            TEXT    NOT NULL,
  evidence_sha256  BLOB,
  latency_us       INTEGER NOT NULL,
  request_id       TEXT    NOT NULL,
  created_at       INTEGER NOT NULL,
  outcome          TEXT    NOT NULL,
  reason           TEXT    NOT NULL,
  checks           TEXT    NOT NULL
) STRICT;
CREATE INDEX verdicts_of_tenant ON verdicts (tenant_id, id);

CREATE TABLE events (
  id          TEXT    NOT NULL UNIQUE,
  tenant_id   TEXT    NOT NULL REFERENCES tenants (id),
  name        TEXT    NOT NULL,
  payload     TEXT    NOT NULL,
  created_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE audit_log (
  id                TEXT    NOT NULL UNIQUE,
  tenant_id         TEXT,
  actor             TEXT    NOT NULL,
  actor_api_key_id  TEXT,
  action            TEXT    NOT NULL,
  object            TEXT    NOT NULL,
  before_json       TEXT,
  after_json        TEXT,
  request_id        TEXT    NOT NULL,
  created_at        INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_log_of_tenant ON audit_log (tenant_id, id);

CREATE TABLE idempotent_calls (
  api_key_id      TEXT    NOT NULL,
  idempotency_key TEXT    NOT NULL,
  request_sha256  BLOB    NOT NULL,
  expires_at      INTEGER NOT NULL,
  status          INTEGER,
  body            TEXT,
  object_id       TEXT,
  etag            TEXT,
  PRIMARY KEY (api_key_id, idempotency_key)
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotent_calls_by_expiry ON idempotent_calls (expires_at);
