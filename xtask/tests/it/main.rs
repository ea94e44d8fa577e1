//! The real tree is tidy: untidiness fails the tests, not only a later check.

#[cfg(test)]
mod tidy;
