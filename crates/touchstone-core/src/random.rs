//! Decides where randomness comes from: the only home of the system's generator. Everything else takes a [`Random`].

use aws_lc_rs::rand::{SecureRandom, SystemRandom};

/// A source of bytes that nobody can predict.
pub trait Random: Send + Sync + 'static {
    /// Fills `out`. A source that has no entropy must not return.
    fn fill(&self, out: &mut [u8]);
}

/// The generator of the cryptography provider, seeded by the operating system.
#[derive(Clone, Debug)]
pub struct SystemRandomSource(SystemRandom);

impl SystemRandomSource {
    /// The generator; no system call is made before the first use.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one home of the system's generator"
    )]
    pub fn new() -> Self {
        Self(SystemRandom::new())
    }
}

impl Default for SystemRandomSource {
    fn default() -> Self {
        Self::new()
    }
}

impl Random for SystemRandomSource {
    #[expect(
        clippy::expect_used,
        reason = "without entropy nothing may be issued: fail closed"
    )]
    fn fill(&self, out: &mut [u8]) {
        self.0
            .fill(out)
            .expect("the operating system gives entropy");
    }
}

/// `N` random bytes.
pub fn random_bytes<const N: usize>(random: &dyn Random) -> [u8; N] {
    let mut out = [0; N];
    random.fill(&mut out);
    out
}
