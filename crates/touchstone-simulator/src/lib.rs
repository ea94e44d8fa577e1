//! What does evidence look like? Mints devices, chains and tokens from test CAs.
