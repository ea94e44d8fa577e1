-- Android apps and keys, the status list of revoked attestation keys, and what the exchange of Apple's receipts needs.

ALTER TABLE apple_apps ADD COLUMN devicecheck_key BLOB;
ALTER TABLE apple_apps ADD COLUMN refreshes_receipts INTEGER NOT NULL DEFAULT 0
  CHECK (refreshes_receipts IN (0, 1));
CREATE INDEX apple_apps_that_refresh ON apple_apps (tenant_id, id) WHERE refreshes_receipts = 1;

ALTER TABLE apple_keys ADD COLUMN receipt_due_at INTEGER;
CREATE INDEX apple_keys_by_due_receipt ON apple_keys (tenant_id, app_id, receipt_due_at)
  WHERE receipt_due_at IS NOT NULL AND revoked_at IS NULL;
-- What was kept before can be exchanged as well; Apple says when it is too early.
UPDATE apple_keys SET receipt_due_at = registered_at
  WHERE receipt IS NOT NULL AND receipt_type IS NOT NULL;

-- With rowid, as the sealed values are large: rows of a table without rowid overflow at a quarter of a page.
CREATE TABLE android_apps (
  id                     TEXT    NOT NULL UNIQUE,
  tenant_id              TEXT    NOT NULL REFERENCES tenants (id),
  package_name           TEXT    NOT NULL,
  policy                 TEXT    NOT NULL,
  enabled                INTEGER NOT NULL CHECK (enabled IN (0, 1)),
  created_at             INTEGER NOT NULL,
  updated_at             INTEGER NOT NULL,
  version                INTEGER NOT NULL,
  play_decryption_key    BLOB,
  play_verification_key  BLOB,
  service_account        BLOB,
  UNIQUE (tenant_id, package_name),
  UNIQUE (tenant_id, id),
  CHECK ((play_decryption_key IS NULL) = (play_verification_key IS NULL))
) STRICT;

CREATE TABLE android_keys (
  tenant_id       TEXT    NOT NULL,
  key_id          BLOB    NOT NULL CHECK (length(key_id) = 32),
  app_id          TEXT    NOT NULL,
  registered_at   INTEGER NOT NULL,
  last_used_at    INTEGER NOT NULL,
  model           TEXT    NOT NULL,
  version         TEXT    NOT NULL,
  verdict_id      TEXT    NOT NULL,
  revoked_at      INTEGER,
  revoked_reason  TEXT,
  spki            BLOB    NOT NULL,
  serials         TEXT    NOT NULL,
  facts           TEXT    NOT NULL,
  UNIQUE (tenant_id, key_id),
  FOREIGN KEY (tenant_id, app_id) REFERENCES android_apps (tenant_id, id)
) STRICT;
CREATE INDEX android_keys_by_registration ON android_keys (tenant_id, registered_at, key_id);
CREATE INDEX android_keys_of_app ON android_keys (tenant_id, app_id);

-- The body is last and large: what stands before it is read without it.
CREATE TABLE status_list (
  only_row     INTEGER NOT NULL PRIMARY KEY CHECK (only_row = 1),
  fetched_at   INTEGER NOT NULL,
  fresh_until  INTEGER NOT NULL,
  etag         TEXT,
  entries      INTEGER NOT NULL,
  source       TEXT    NOT NULL,
  body         BLOB    NOT NULL
) STRICT;
