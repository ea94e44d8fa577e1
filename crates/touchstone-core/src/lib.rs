//! What do we decide and remember? Use cases and ports.
