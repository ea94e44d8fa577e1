-- Android apps and keys, the status list of revoked attestation keys, and what the exchange of Apple's receipts needs.

ALTER TABLE apple_apps ADD COLUMN devicecheck_key bytea;
ALTER TABLE apple_apps ADD COLUMN refreshes_receipts boolean NOT NULL DEFAULT FALSE;
CREATE INDEX apple_apps_that_refresh ON apple_apps (tenant_id, id) WHERE refreshes_receipts;

ALTER TABLE apple_keys ADD COLUMN receipt_due_at bigint;
CREATE INDEX apple_keys_by_due_receipt ON apple_keys (tenant_id, app_id, receipt_due_at)
  WHERE receipt_due_at IS NOT NULL AND revoked_at IS NULL;
-- What was kept before can be exchanged as well; Apple says when it is too early.
UPDATE apple_keys SET receipt_due_at = registered_at
  WHERE receipt IS NOT NULL AND receipt_type IS NOT NULL;

CREATE TABLE android_apps (
  id                     text COLLATE "C" NOT NULL PRIMARY KEY,
  tenant_id              text COLLATE "C" NOT NULL REFERENCES tenants (id),
  package_name           text COLLATE "C" NOT NULL,
  policy                 text COLLATE "C" NOT NULL,
  enabled                boolean NOT NULL,
  created_at             bigint NOT NULL,
  updated_at             bigint NOT NULL,
  version                bigint NOT NULL,
  play_decryption_key    bytea,
  play_verification_key  bytea,
  service_account        bytea,
  UNIQUE (tenant_id, package_name),
  UNIQUE (tenant_id, id),
  CHECK ((play_decryption_key IS NULL) = (play_verification_key IS NULL))
);

-- Room in each page, so that the time of use moves without touching the indexes.
CREATE TABLE android_keys (
  tenant_id       text COLLATE "C" NOT NULL,
  key_id          bytea NOT NULL CHECK (length(key_id) = 32),
  app_id          text COLLATE "C" NOT NULL,
  registered_at   bigint NOT NULL,
  last_used_at    bigint NOT NULL,
  model           text COLLATE "C" NOT NULL,
  version         text COLLATE "C" NOT NULL,
  verdict_id      text COLLATE "C" NOT NULL,
  revoked_at      bigint,
  revoked_reason  text COLLATE "C",
  spki            bytea NOT NULL,
  serials         text COLLATE "C" NOT NULL,
  facts           text COLLATE "C" NOT NULL,
  UNIQUE (tenant_id, key_id),
  FOREIGN KEY (tenant_id, app_id) REFERENCES android_apps (tenant_id, id)
) WITH (fillfactor = 80);
CREATE INDEX android_keys_by_registration ON android_keys (tenant_id, registered_at, key_id);
CREATE INDEX android_keys_of_app ON android_keys (tenant_id, app_id);

CREATE TABLE status_list (
  only_row     bigint NOT NULL PRIMARY KEY CHECK (only_row = 1),
  fetched_at   bigint NOT NULL,
  fresh_until  bigint NOT NULL,
  etag         text COLLATE "C",
  entries      bigint NOT NULL,
  source       text COLLATE "C" NOT NULL,
  body         bytea NOT NULL
);
