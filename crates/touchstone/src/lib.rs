//! Self-hosted attestation server.
