//! Payloads by hand: every check of G6 to G17, and the shapes that are refused.
