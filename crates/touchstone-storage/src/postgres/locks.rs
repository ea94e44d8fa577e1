//! Decides which advisory locks exist; each guards one thing that rows cannot guard. Their numbers never change.

/// One migration at a time. Held by a session.
pub(super) const MIGRATE: i64 = 7_450_001;

/// Held shared by settlements and exclusively by pruning, so that no settlement slips between a prune mark and the deletion.
pub(super) const PRUNE: i64 = 7_450_002;

/// One change of the log's partitions at a time.
pub(super) const PARTITIONS: i64 = 7_450_003;

/// One change of the session master keys at a time.
pub(super) const SESSION_KEYS: i64 = 7_450_004;

/// One issue of API keys or registration of apps at a time, so that limits are kept.
pub(super) const LIMITS: i64 = 7_450_005;

/// One walk over stored credentials is asked for at a time, so that the one that waits is found.
pub(super) const REEVALUATIONS: i64 = 7_450_006;
