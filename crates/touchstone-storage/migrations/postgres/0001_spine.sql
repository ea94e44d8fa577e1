-- What all families share, and what the family mobile keeps.
-- Times are unix milliseconds, identifiers are text (a prefix and a ULID, so they sort by birth), JSON is text.
-- Collation C everywhere: the order of bytes is the order of birth, and does not change with the system's libraries.

CREATE TABLE tenants (
  id          text COLLATE "C" NOT NULL PRIMARY KEY,
  name        text COLLATE "C" NOT NULL UNIQUE,
  enabled     boolean NOT NULL,
  created_at  bigint NOT NULL,
  updated_at  bigint NOT NULL,
  version     bigint NOT NULL
);

CREATE TABLE api_keys (
  id              text COLLATE "C" NOT NULL PRIMARY KEY,
  tenant_id       text COLLATE "C" REFERENCES tenants (id),
  kind            text COLLATE "C" NOT NULL,
  sha256          bytea NOT NULL UNIQUE CHECK (length(sha256) = 32),
  prefix          text COLLATE "C" NOT NULL,
  label           text COLLATE "C" NOT NULL,
  app_ids         text COLLATE "C",
  scopes          text COLLATE "C" NOT NULL,
  created_at      bigint NOT NULL,
  expires_at      bigint,
  revoked_at      bigint,
  revoked_reason  text COLLATE "C",
  last_used_at    bigint,
  version         bigint NOT NULL
);
CREATE INDEX api_keys_of_tenant ON api_keys (tenant_id, id);

CREATE TABLE mobile_settings (
  tenant_id  text COLLATE "C" NOT NULL PRIMARY KEY REFERENCES tenants (id),
  settings   text COLLATE "C" NOT NULL,
  version    bigint NOT NULL
);

CREATE TABLE apple_apps (
  id            text COLLATE "C" NOT NULL PRIMARY KEY,
  tenant_id     text COLLATE "C" NOT NULL REFERENCES tenants (id),
  apple_app_id  text COLLATE "C" NOT NULL,
  policy        text COLLATE "C" NOT NULL,
  enabled       boolean NOT NULL,
  created_at    bigint NOT NULL,
  updated_at    bigint NOT NULL,
  version       bigint NOT NULL,
  UNIQUE (tenant_id, apple_app_id),
  UNIQUE (tenant_id, id)
);

-- Room in each page, so that a counter moves without touching the indexes.
CREATE TABLE apple_keys (
  tenant_id       text COLLATE "C" NOT NULL,
  key_id          bytea NOT NULL CHECK (length(key_id) = 32),
  app_id          text COLLATE "C" NOT NULL,
  public_key      bytea NOT NULL CHECK (length(public_key) = 65),
  environment     text COLLATE "C" NOT NULL,
  counter         bigint NOT NULL CHECK (counter BETWEEN 0 AND 4294967295),
  registered_at   bigint NOT NULL,
  last_used_at    bigint NOT NULL,
  receipt_type    text COLLATE "C",
  risk_metric     bigint,
  risk_metric_at  bigint,
  model           text COLLATE "C" NOT NULL,
  version         text COLLATE "C" NOT NULL,
  verdict_id      text COLLATE "C" NOT NULL,
  revoked_at      bigint,
  revoked_reason  text COLLATE "C",
  receipt         bytea,
  UNIQUE (tenant_id, key_id),
  FOREIGN KEY (tenant_id, app_id) REFERENCES apple_apps (tenant_id, id)
) WITH (fillfactor = 80);
CREATE INDEX apple_keys_by_registration ON apple_keys (tenant_id, registered_at, key_id);
CREATE INDEX apple_keys_of_app ON apple_keys (tenant_id, app_id);

CREATE TABLE session_uses (
  tenant_id   text COLLATE "C" NOT NULL,
  reference   bytea NOT NULL CHECK (length(reference) = 16),
  verdict_id  text COLLATE "C" NOT NULL,
  used_at     bigint NOT NULL,
  expires_at  bigint NOT NULL,
  PRIMARY KEY (tenant_id, reference)
);
CREATE INDEX session_uses_by_expiry ON session_uses (tenant_id, expires_at);

CREATE TABLE nonce_uses (
  tenant_id   text COLLATE "C" NOT NULL,
  sha256      bytea NOT NULL CHECK (length(sha256) = 32),
  verdict_id  text COLLATE "C" NOT NULL,
  used_at     bigint NOT NULL,
  expires_at  bigint NOT NULL,
  PRIMARY KEY (tenant_id, sha256)
);
CREATE INDEX nonce_uses_by_expiry ON nonce_uses (expires_at);

-- Sessions that end at or before the mark are expired, whatever the clock says.
CREATE TABLE prune_marks (
  tenant_id  text COLLATE "C" NOT NULL PRIMARY KEY,
  ended_by   bigint NOT NULL
);

CREATE TABLE session_master_keys (
  id           text COLLATE "C" NOT NULL PRIMARY KEY,
  sealed       bytea NOT NULL,
  created_at   bigint NOT NULL,
  issues_from  bigint NOT NULL
);

CREATE TABLE master_key_check (
  only_row  bigint NOT NULL PRIMARY KEY CHECK (only_row = 1),
  sealed    bytea NOT NULL
);

-- The log and the outbox are cut into weeks by the time in the identifier; a week is made before its first row and dropped whole.
-- That the tenant exists is checked by the statements that settle: a foreign key would lock its row for every verdict.
CREATE TABLE verdicts (
  id               text COLLATE "C" NOT NULL PRIMARY KEY,
  tenant_id        text COLLATE "C" NOT NULL,
  api_key_id       text COLLATE "C",
  noun             text COLLATE "C" NOT NULL,
  format           text COLLATE "C",
  subject          text COLLATE "C" NOT NULL,
  app_id           text COLLATE "C",
  policy           text COLLATE "C" NOT NULL,
  facts            text COLLATE "C" NOT NULL,
  evidence_sha256  bytea,
  latency_us       bigint NOT NULL,
  request_id       text COLLATE "C" NOT NULL,
  created_at       bigint NOT NULL,
  outcome          text COLLATE "C" NOT NULL,
  reason           text COLLATE "C" NOT NULL,
  checks           text COLLATE "C" NOT NULL
) PARTITION BY RANGE (id);
CREATE INDEX verdicts_of_tenant ON verdicts (tenant_id, id);

CREATE TABLE events (
  id          text COLLATE "C" NOT NULL PRIMARY KEY,
  tenant_id   text COLLATE "C" NOT NULL,
  name        text COLLATE "C" NOT NULL,
  payload     text COLLATE "C" NOT NULL,
  created_at  bigint NOT NULL
) PARTITION BY RANGE (id);

CREATE TABLE audit_log (
  id                text COLLATE "C" NOT NULL UNIQUE,
  tenant_id         text COLLATE "C",
  actor             text COLLATE "C" NOT NULL,
  actor_api_key_id  text COLLATE "C",
  action            text COLLATE "C" NOT NULL,
  object            text COLLATE "C" NOT NULL,
  before_json       text COLLATE "C",
  after_json        text COLLATE "C",
  request_id        text COLLATE "C" NOT NULL,
  created_at        bigint NOT NULL
);
CREATE INDEX audit_log_of_tenant ON audit_log (tenant_id, id);

CREATE TABLE idempotent_calls (
  api_key_id      text COLLATE "C" NOT NULL,
  idempotency_key text COLLATE "C" NOT NULL,
  request_sha256  bytea NOT NULL,
  expires_at      bigint NOT NULL,
  status          bigint,
  body            text COLLATE "C",
  object_id       text COLLATE "C",
  etag            text COLLATE "C",
  PRIMARY KEY (api_key_id, idempotency_key)
);
CREATE INDEX idempotent_calls_by_expiry ON idempotent_calls (expires_at);
