//! Whom do we ask? Every outgoing connection.
