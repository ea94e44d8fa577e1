//! Tokens minted by hand: shapes, algorithms and keys, right and wrong.
