-- Relying parties, users of passkeys, credentials, ceremonies, and what is known of authenticators.
-- Who locks rows of several of these tables takes sessions first, then users, then credentials.

ALTER TABLE api_keys ADD COLUMN rp_id text COLLATE "C";

CREATE TABLE webauthn_key (
  only_row  bigint NOT NULL PRIMARY KEY CHECK (only_row = 1),
  sealed    bytea NOT NULL
);

CREATE TABLE webauthn_rps (
  id          text COLLATE "C" NOT NULL PRIMARY KEY,
  tenant_id   text COLLATE "C" NOT NULL REFERENCES tenants (id),
  rp_id       text COLLATE "C" NOT NULL,
  rp_name     text COLLATE "C" NOT NULL,
  origins     text COLLATE "C" NOT NULL,
  hosts       text COLLATE "C" NOT NULL,
  profile     text COLLATE "C" NOT NULL,
  policy      text COLLATE "C" NOT NULL,
  created_at  bigint NOT NULL,
  updated_at  bigint NOT NULL,
  version     bigint NOT NULL,
  UNIQUE (tenant_id, rp_id),
  UNIQUE (tenant_id, id)
);

-- The claims on the whole server; the lists in the row of the relying party say the same.
CREATE TABLE webauthn_rp_origins (
  origin  text COLLATE "C" NOT NULL PRIMARY KEY,
  rp      text COLLATE "C" NOT NULL REFERENCES webauthn_rps (id) ON DELETE CASCADE
);
CREATE INDEX webauthn_rp_origins_of_rp ON webauthn_rp_origins (rp);

CREATE TABLE webauthn_rp_hosts (
  host  text COLLATE "C" NOT NULL PRIMARY KEY,
  rp    text COLLATE "C" NOT NULL REFERENCES webauthn_rps (id) ON DELETE CASCADE
);
CREATE INDEX webauthn_rp_hosts_of_rp ON webauthn_rp_hosts (rp);

CREATE TABLE webauthn_users (
  tenant_id     text COLLATE "C" NOT NULL REFERENCES tenants (id),
  ext_id        text COLLATE "C" NOT NULL,
  username      text COLLATE "C" NOT NULL,
  display_name  text COLLATE "C" NOT NULL,
  handle        bytea NOT NULL CHECK (length(handle) BETWEEN 1 AND 64),
  state         text COLLATE "C" NOT NULL,
  created_at    bigint NOT NULL,
  updated_at    bigint NOT NULL,
  PRIMARY KEY (tenant_id, ext_id),
  UNIQUE (tenant_id, username),
  UNIQUE (tenant_id, handle)
);
CREATE INDEX webauthn_users_by_birth ON webauthn_users (tenant_id, created_at, ext_id);
CREATE INDEX webauthn_users_pending ON webauthn_users (created_at) WHERE state = 'pending';

-- Room in each page, so that a counter moves without touching the indexes.
CREATE TABLE webauthn_credentials (
  ext_id                   text COLLATE "C" NOT NULL PRIMARY KEY,
  tenant_id                text COLLATE "C" NOT NULL,
  rp                       text COLLATE "C" NOT NULL,
  user_ext_id              text COLLATE "C" NOT NULL,
  credential_id            bytea NOT NULL CHECK (length(credential_id) BETWEEN 1 AND 1023),
  public_key               bytea NOT NULL,
  algorithm                bigint NOT NULL,
  sign_count               bigint NOT NULL CHECK (sign_count BETWEEN 0 AND 4294967295),
  counter_anomaly_at       bigint,
  uv_initialized           boolean NOT NULL,
  backup_eligible          boolean,
  backup_state             boolean NOT NULL,
  transports               text COLLATE "C" NOT NULL,
  attachment               text COLLATE "C",
  aaguid                   bytea NOT NULL CHECK (length(aaguid) = 16),
  certificate_key_id       bytea CHECK (length(certificate_key_id) = 20),
  format                   text COLLATE "C" NOT NULL,
  attestation_type         text COLLATE "C" NOT NULL,
  authenticator            text COLLATE "C" NOT NULL,
  resident_key             boolean,
  asked_attestation        text COLLATE "C" NOT NULL,
  asked_resident_key       text COLLATE "C" NOT NULL,
  asked_user_verification  text COLLATE "C" NOT NULL,
  user_friendly_name       text COLLATE "C",
  user_agent               text COLLATE "C",
  last_user_agent          text COLLATE "C",
  state                    text COLLATE "C" NOT NULL,
  trust                    text COLLATE "C" NOT NULL,
  created_at               bigint NOT NULL,
  last_used_at             bigint,
  verdict_id               text COLLATE "C",
  UNIQUE (rp, credential_id),
  FOREIGN KEY (tenant_id, rp) REFERENCES webauthn_rps (tenant_id, id),
  FOREIGN KEY (tenant_id, user_ext_id) REFERENCES webauthn_users (tenant_id, ext_id)
) WITH (fillfactor = 80);
CREATE INDEX webauthn_credentials_of_tenant ON webauthn_credentials (tenant_id, ext_id);
CREATE INDEX webauthn_credentials_of_user ON webauthn_credentials (tenant_id, user_ext_id, ext_id);
CREATE INDEX webauthn_credentials_of_rp ON webauthn_credentials (rp, ext_id);

-- What judges a credential again, apart from what assertions read. In `x5c` each certificate stands
-- behind its length in four bytes.
CREATE TABLE webauthn_evidence (
  ext_id              text COLLATE "C" NOT NULL PRIMARY KEY
                      REFERENCES webauthn_credentials (ext_id) ON DELETE CASCADE,
  x5c                 bytea NOT NULL,
  elements            text COLLATE "C" NOT NULL,
  attestation_object  bytea NOT NULL,
  client_data         bytea NOT NULL
);

CREATE TABLE webauthn_trust_history (
  n           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  ext_id      text COLLATE "C" NOT NULL
              REFERENCES webauthn_credentials (ext_id) ON DELETE CASCADE,
  at          bigint NOT NULL,
  from_trust  text COLLATE "C" NOT NULL,
  to_trust    text COLLATE "C" NOT NULL,
  cause       text COLLATE "C" NOT NULL,
  state       text COLLATE "C" NOT NULL
);
CREATE INDEX webauthn_trust_history_of_credential ON webauthn_trust_history (ext_id, n);

-- That relying party and user exist is checked by the statements that open and settle: a foreign
-- key would lock their rows for every ceremony.
CREATE TABLE webauthn_sessions (
  id_sha256          bytea NOT NULL PRIMARY KEY CHECK (length(id_sha256) = 32),
  sealed_id          bytea NOT NULL,
  challenge_sha256   bytea NOT NULL UNIQUE CHECK (length(challenge_sha256) = 32),
  tenant_id          text COLLATE "C" NOT NULL,
  rp                 text COLLATE "C" NOT NULL,
  user_ext_id        text COLLATE "C",
  kind               text COLLATE "C" NOT NULL,
  decoy              boolean NOT NULL,
  asked              text COLLATE "C" NOT NULL,
  state              text COLLATE "C" NOT NULL,
  reason             text COLLATE "C",
  verdict_id         text COLLATE "C",
  credential_ext_id  text COLLATE "C",
  user_verified      boolean,
  created_at         bigint NOT NULL,
  changed_at         bigint NOT NULL,
  expires_at         bigint NOT NULL,
  visible_until      bigint NOT NULL
);
CREATE INDEX webauthn_sessions_by_birth ON webauthn_sessions (tenant_id, created_at, id_sha256);
CREATE INDEX webauthn_sessions_of_user ON webauthn_sessions (tenant_id, user_ext_id)
  WHERE user_ext_id IS NOT NULL;
CREATE INDEX webauthn_sessions_open ON webauthn_sessions (rp, expires_at)
  WHERE verdict_id IS NULL;
CREATE INDEX webauthn_sessions_by_end ON webauthn_sessions (visible_until);

-- The BLOB is last and large: what stands before it is read without it.
CREATE TABLE webauthn_mds_sources (
  url            text COLLATE "C" NOT NULL PRIMARY KEY,
  number         bigint,
  next_update    text COLLATE "C",
  etag           text COLLATE "C",
  fetched_at     bigint,
  taken_over_at  bigint,
  asked_at       bigint,
  reason         text COLLATE "C",
  entries        bigint NOT NULL,
  skipped        bigint NOT NULL,
  blob           bytea
);

CREATE TABLE webauthn_statements (
  tenant_id    text COLLATE "C" NOT NULL REFERENCES tenants (id),
  aaguid       bytea NOT NULL CHECK (length(aaguid) = 16),
  description  text COLLATE "C",
  sha256       bytea NOT NULL CHECK (length(sha256) = 32),
  updated_at   bigint NOT NULL,
  bytes        bigint NOT NULL,
  json         text COLLATE "C" NOT NULL,
  PRIMARY KEY (tenant_id, aaguid)
);

CREATE TABLE webauthn_crls (
  url            text COLLATE "C" NOT NULL PRIMARY KEY,
  der            bytea,
  next_update    bigint,
  fetched_at     bigint,
  due_at         bigint NOT NULL,
  wanted_at      bigint NOT NULL,
  failing_since  bigint
);
CREATE INDEX webauthn_crls_by_due ON webauthn_crls (due_at);

CREATE TABLE webauthn_crl_issuers (
  url          text COLLATE "C" NOT NULL REFERENCES webauthn_crls (url) ON DELETE CASCADE,
  key_sha256   bytea NOT NULL CHECK (length(key_sha256) = 32),
  certificate  bytea NOT NULL,
  PRIMARY KEY (url, key_sha256)
);

CREATE TABLE webauthn_reevaluations (
  id            text COLLATE "C" NOT NULL PRIMARY KEY,
  tenant_id     text COLLATE "C",
  cause         text COLLATE "C" NOT NULL,
  only_json     text COLLATE "C",
  created_at    bigint NOT NULL,
  finished_at   bigint,
  after_ext_id  text COLLATE "C",
  judged        bigint NOT NULL,
  changed       bigint NOT NULL,
  leased_until  bigint
);
CREATE INDEX webauthn_reevaluations_unfinished ON webauthn_reevaluations (cause, id)
  WHERE finished_at IS NULL;
CREATE INDEX webauthn_reevaluations_of_cause ON webauthn_reevaluations (cause, id);
CREATE INDEX webauthn_reevaluations_of_tenant ON webauthn_reevaluations (cause, tenant_id, id);
