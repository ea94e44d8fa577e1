//! Decides where the master key comes from: a setting, or (SQLite only) a file beside the database (design.md section 2).

use std::path::PathBuf;

use super::optional::Optional;
use super::secret::Secret;
use super::section::section;

section! {
    /// The master key, under which secrets are sealed, and the file with the first admin key.
    Secrets "secrets" {
        /// 32 bytes in standard base64 (`openssl rand -base64 32`). Wins over `master_key_file`.
        master_key: Secret,
        /// A file that holds the master key in the same form. Empty with SQLite: the file beside the database with the
        /// extension `.master-key`, which the first start makes with mode 0600. With PostgreSQL one of the two must be set.
        master_key_file: Optional<PathBuf>,
        /// Former master keys in the same form: they still open what was sealed under them, until
        /// `touchstone master-key rotate` has sealed it anew.
        previous_master_keys: Vec<Secret>,
        /// The file with an admin key that the command line reads. Empty with SQLite: the file beside the database with
        /// the extension `.admin-key`, which the first start makes with mode 0600.
        admin_key_file: Optional<PathBuf>,
    }
}
