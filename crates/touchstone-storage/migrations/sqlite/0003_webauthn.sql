-- Relying parties, users of passkeys, credentials, ceremonies, and what is known of authenticators.

ALTER TABLE api_keys ADD COLUMN rp_id TEXT;

CREATE TABLE webauthn_key (
  only_row  INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
  sealed    BLOB    NOT NULL
) STRICT;

CREATE TABLE webauthn_rps (
  id          TEXT    NOT NULL PRIMARY KEY,
  tenant_id   TEXT    NOT NULL REFERENCES tenants (id),
  rp_id       TEXT    NOT NULL,
  rp_name     TEXT    NOT NULL,
  origins     TEXT    NOT NULL,
  hosts       TEXT    NOT NULL,
  profile     TEXT    NOT NULL,
  policy      TEXT    NOT NULL,
  created_at  INTEGER NOT NULL,
  updated_at  INTEGER NOT NULL,
  version     INTEGER NOT NULL,
  UNIQUE (tenant_id, rp_id),
  UNIQUE (tenant_id, id)
) STRICT;

-- The claims on the whole server; the lists in the row of the relying party say the same.
CREATE TABLE webauthn_rp_origins (
  origin  TEXT    NOT NULL PRIMARY KEY,
  rp      TEXT    NOT NULL REFERENCES webauthn_rps (id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
CREATE INDEX webauthn_rp_origins_of_rp ON webauthn_rp_origins (rp);

CREATE TABLE webauthn_rp_hosts (
  host  TEXT    NOT NULL PRIMARY KEY,
  rp    TEXT    NOT NULL REFERENCES webauthn_rps (id) ON DELETE CASCADE
) STRICT;
CREATE INDEX webauthn_rp_hosts_of_rp ON webauthn_rp_hosts (rp);

CREATE TABLE webauthn_users (
  tenant_id     TEXT    NOT NULL REFERENCES tenants (id),
  ext_id        TEXT    NOT NULL,
  username      TEXT    NOT NULL,
  display_name  TEXT    NOT NULL,
  handle        BLOB    NOT NULL CHECK (length(handle) BETWEEN 1 AND 64),
  state         TEXT    NOT NULL,
  created_at    INTEGER NOT NULL,
  updated_at    INTEGER NOT NULL,
  PRIMARY KEY (tenant_id, ext_id),
  UNIQUE (tenant_id, username),
  UNIQUE (tenant_id, handle)
) STRICT;
CREATE INDEX webauthn_users_by_birth ON webauthn_users (tenant_id, created_at, ext_id);
CREATE INDEX webauthn_users_pending ON webauthn_users (created_at) WHERE state = 'pending';

CREATE TABLE webauthn_credentials (
  ext_id                   TEXT    NOT NULL PRIMARY KEY,
  tenant_id                TEXT    NOT NULL,
  rp                       TEXT    NOT NULL,
  user_ext_id              TEXT    NOT NULL,
  credential_id            BLOB    NOT NULL CHECK (length(credential_id) BETWEEN 1 AND 1023),
  public_key               BLOB    NOT NULL,
  algorithm                INTEGER NOT NULL,
  sign_count               INTEGER NOT NULL CHECK (sign_count BETWEEN 0 AND 4294967295),
  counter_anomaly_at       INTEGER,
  uv_initialized           INTEGER NOT NULL CHECK (uv_initialized IN (0, 1)),
  backup_eligible          INTEGER CHECK (backup_eligible IN (0, 1)),
  backup_state             INTEGER NOT NULL CHECK (backup_state IN (0, 1)),
  transports               TEXT    NOT NULL,
  attachment               TEXT,
  aaguid                   BLOB    NOT NULL CHECK (length(aaguid) = 16),
  certificate_key_id       BLOB    CHECK (length(certificate_key_id) = 20),
  format                   TEXT    NOT NULL,
  attestation_type         TEXT    NOT NULL,
  authenticator            TEXT    NOT NULL,
  resident_key             INTEGER CHECK (resident_key IN (0, 1)),
  asked_attestation        TEXT    NOT NULL,
  asked_resident_key       TEXT    NOT NULL,
  asked_user_verification  TEXT    NOT NULL,
  user_friendly_name       TEXT,
  user_agent               TEXT,
  last_user_agent          TEXT,
  state                    TEXT    NOT NULL,
  trust                    TEXT    NOT NULL,
  created_at               INTEGER NOT NULL,
  last_used_at             INTEGER,
  verdict_id               TEXT,
  UNIQUE (rp, credential_id),
  FOREIGN KEY (tenant_id, rp) REFERENCES webauthn_rps (tenant_id, id),
  FOREIGN KEY (tenant_id, user_ext_id) REFERENCES webauthn_users (tenant_id, ext_id)
) STRICT;
CREATE INDEX webauthn_credentials_of_tenant ON webauthn_credentials (tenant_id, ext_id);
CREATE INDEX webauthn_credentials_of_user ON webauthn_credentials (tenant_id, user_ext_id, ext_id);
CREATE INDEX webauthn_credentials_of_rp ON webauthn_credentials (rp, ext_id);

-- What judges a credential again, apart from what assertions read. In `x5c` each certificate stands
-- behind its length in four bytes; `elements` are positions in a compound statement, in JSON.
CREATE TABLE webauthn_evidence (
  ext_id              TEXT    NOT NULL PRIMARY KEY
                      REFERENCES webauthn_credentials (ext_id) ON DELETE CASCADE,
  x5c                 BLOB    NOT NULL,
  elements            TEXT    NOT NULL,
  attestation_object  BLOB    NOT NULL,
  client_data         BLOB    NOT NULL
) STRICT;

CREATE TABLE webauthn_trust_history (
  n           INTEGER NOT NULL PRIMARY KEY,
  ext_id      TEXT    NOT NULL
              REFERENCES webauthn_credentials (ext_id) ON DELETE CASCADE,
  at          INTEGER NOT NULL,
  from_trust  TEXT    NOT NULL,
  to_trust    TEXT    NOT NULL,
  cause       TEXT    NOT NULL,
  state       TEXT    NOT NULL
) STRICT;
CREATE INDEX webauthn_trust_history_of_credential ON webauthn_trust_history (ext_id, n);

-- That relying party and user exist is checked by the statements that open and settle.
CREATE TABLE webauthn_sessions (
  id_sha256          BLOB    NOT NULL PRIMARY KEY CHECK (length(id_sha256) = 32),
  sealed_id          BLOB    NOT NULL,
  challenge_sha256   BLOB    NOT NULL UNIQUE CHECK (length(challenge_sha256) = 32),
  tenant_id          TEXT    NOT NULL,
  rp                 TEXT    NOT NULL,
  user_ext_id        TEXT,
  kind               TEXT    NOT NULL,
  decoy              INTEGER NOT NULL CHECK (decoy IN (0, 1)),
  asked              TEXT    NOT NULL,
  state              TEXT    NOT NULL,
  reason             TEXT,
  verdict_id         TEXT,
  credential_ext_id  TEXT,
  user_verified      INTEGER CHECK (user_verified IN (0, 1)),
  created_at         INTEGER NOT NULL,
  changed_at         INTEGER NOT NULL,
  expires_at         INTEGER NOT NULL,
  visible_until      INTEGER NOT NULL
) STRICT;
CREATE INDEX webauthn_sessions_by_birth ON webauthn_sessions (tenant_id, created_at, id_sha256);
CREATE INDEX webauthn_sessions_of_user ON webauthn_sessions (tenant_id, user_ext_id)
  WHERE user_ext_id IS NOT NULL;
CREATE INDEX webauthn_sessions_open ON webauthn_sessions (rp, expires_at)
  WHERE verdict_id IS NULL;
CREATE INDEX webauthn_sessions_by_end ON webauthn_sessions (visible_until);

-- The BLOB is last and large: what stands before it is read without it.
CREATE TABLE webauthn_mds_sources (
  url            TEXT    NOT NULL PRIMARY KEY,
  number         INTEGER,
  next_update    TEXT,
  etag           TEXT,
  fetched_at     INTEGER,
  taken_over_at  INTEGER,
  asked_at       INTEGER,
  reason         TEXT,
  entries        INTEGER NOT NULL,
  skipped        INTEGER NOT NULL,
  blob           BLOB
) STRICT;

-- The statement is last and large: what stands before it is read without it.
CREATE TABLE webauthn_statements (
  tenant_id    TEXT    NOT NULL REFERENCES tenants (id),
  aaguid       BLOB    NOT NULL CHECK (length(aaguid) = 16),
  description  TEXT,
  sha256       BLOB    NOT NULL CHECK (length(sha256) = 32),
  updated_at   INTEGER NOT NULL,
  bytes        INTEGER NOT NULL,
  json         TEXT    NOT NULL,
  PRIMARY KEY (tenant_id, aaguid)
) STRICT;

CREATE TABLE webauthn_crls (
  url            TEXT    NOT NULL PRIMARY KEY,
  der            BLOB,
  next_update    INTEGER,
  fetched_at     INTEGER,
  due_at         INTEGER NOT NULL,
  wanted_at      INTEGER NOT NULL,
  failing_since  INTEGER
) STRICT;
CREATE INDEX webauthn_crls_by_due ON webauthn_crls (due_at);

CREATE TABLE webauthn_crl_issuers (
  url          TEXT NOT NULL REFERENCES webauthn_crls (url) ON DELETE CASCADE,
  key_sha256   BLOB NOT NULL CHECK (length(key_sha256) = 32),
  certificate  BLOB NOT NULL,
  PRIMARY KEY (url, key_sha256)
) STRICT;

CREATE TABLE webauthn_reevaluations (
  id            TEXT    NOT NULL PRIMARY KEY,
  tenant_id     TEXT,
  cause         TEXT    NOT NULL,
  only_json     TEXT,
  created_at    INTEGER NOT NULL,
  finished_at   INTEGER,
  after_ext_id  TEXT,
  judged        INTEGER NOT NULL,
  changed       INTEGER NOT NULL,
  leased_until  INTEGER
) STRICT;
CREATE INDEX webauthn_reevaluations_unfinished ON webauthn_reevaluations (cause, id)
  WHERE finished_at IS NULL;
CREATE INDEX webauthn_reevaluations_of_cause ON webauthn_reevaluations (cause, id);
CREATE INDEX webauthn_reevaluations_of_tenant ON webauthn_reevaluations (cause, tenant_id, id);
