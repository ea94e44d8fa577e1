//! Decides where randomness comes from: the only home of the system's generator. Everything else takes a [`Random`].

/// A source of bytes that nobody can predict.
pub trait Random: Send + Sync + 'static {
    /// Fills `out`. A source that has no entropy must not return.
    fn fill(&self, out: &mut [u8]);
}

/// The generator of the operating system. The cryptography provider has one of its own, but gathers entropy for it for 85 ms before
/// the first byte: a start would take as long again.
#[derive(Clone, Copy, Debug, Default)]
pub struct SystemRandomSource;

impl SystemRandomSource {
    /// The generator; no system call is made before the first use.
    pub const fn new() -> Self {
        Self
    }
}

impl Random for SystemRandomSource {
    #[expect(
        clippy::disallowed_methods,
        reason = "the one home of the system's generator"
    )]
    #[expect(
        clippy::expect_used,
        reason = "without entropy nothing may be issued: fail closed"
    )]
    fn fill(&self, out: &mut [u8]) {
        getrandom::fill(out).expect("the operating system gives entropy");
    }
}

/// `N` random bytes.
pub fn random_bytes<const N: usize>(random: &dyn Random) -> [u8; N] {
    let mut out = [0; N];
    random.fill(&mut out);
    out
}
