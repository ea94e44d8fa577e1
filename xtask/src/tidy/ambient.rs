//! What the world holds has one home: clock, randomness, environment, network, database drivers.
//!
//! Everywhere else it is a parameter, so that a test can put its own in the place of it.

use super::Finding;
use super::paths::mentions;
use super::source::RustFile;
use super::test_code::TestCode;

/// Something of the world, and where it may be used.
struct Home {
    what: &'static str,
    /// Paths of which none may be named elsewhere, nor anything below them.
    paths: &'static [&'static str],
    /// Folders and files, from the tree's root.
    homes: &'static [&'static str],
    in_tests: InTests,
    remedy: &'static str,
}

#[derive(Clone, Copy, PartialEq)]
enum InTests {
    Allowed,
    Refused,
}

const TOOLS: [&str; 2] = ["crates/touchstone-testkit/", "xtask/"];

/// The one table of homes.
const HOMES: &[Home] = &[
    Home {
        what: "the wall clock",
        paths: &[
            "std::time::SystemTime",
            "std::time::UNIX_EPOCH",
            "jiff::Timestamp::now",
            "jiff::Zoned::now",
            "uuid::Uuid::now_v7",
        ],
        homes: &["crates/touchstone-core/src/clock.rs"],
        in_tests: InTests::Refused,
        remedy: "take a `touchstone_core::Clock`",
    },
    Home {
        what: "the monotonic clock",
        paths: &["std::time::Instant", "tokio::time::Instant"],
        homes: &[
            "crates/touchstone/",
            "crates/touchstone-core/src/world.rs",
            "crates/touchstone-http/",
            "crates/touchstone-outbound/",
            "crates/touchstone-storage/",
            TOOLS[0],
            TOOLS[1],
        ],
        in_tests: InTests::Refused,
        remedy: "measure with the call's own `elapsed`, or in an adapter",
    },
    Home {
        what: "randomness",
        paths: &[
            "aws_lc_rs::rand",
            "fastrand",
            "getrandom",
            "rand",
            "ulid::Ulid::new",
            "uuid::Uuid::new_v4",
            "uuid::Uuid::new_v7",
        ],
        homes: &[
            "crates/touchstone-core/src/random.rs",
            // The provider signs with nothing but its own generator; these sign what they verify.
            "crates/touchstone-evidence/src/signature/tests.rs",
        ],
        in_tests: InTests::Refused,
        remedy: "take a `touchstone_core::Random`",
    },
    Home {
        what: "the environment",
        paths: &[
            "std::env::home_dir",
            "std::env::remove_var",
            "std::env::set_var",
            "std::env::var",
            "std::env::var_os",
            "std::env::vars",
            "std::env::vars_os",
        ],
        homes: &[
            "crates/touchstone/src/config/",
            "crates/touchstone/src/config.rs",
            TOOLS[0],
            TOOLS[1],
        ],
        // A test tells the process that it starts by a variable; clippy asks each for its reason.
        in_tests: InTests::Allowed,
        remedy: "read settings through `touchstone::config`",
    },
    Home {
        what: "the network's client side",
        paths: &[
            "hyper::client",
            "hyper_util::client",
            "reqwest",
            "std::net::TcpStream::connect",
            "tokio::net::TcpStream::connect",
        ],
        homes: &["crates/touchstone-outbound/"],
        in_tests: InTests::Allowed,
        remedy: "ask through `touchstone_outbound`",
    },
    Home {
        what: "a database driver",
        paths: &["deadpool_postgres", "redis", "rusqlite", "tokio_postgres"],
        homes: &["crates/touchstone-storage/"],
        in_tests: InTests::Refused,
        remedy: "ask through a port of `touchstone_core`",
    },
];

pub(super) fn check(file: &RustFile) -> Vec<Finding> {
    let tests = TestCode::of(file);
    let mentions = mentions(file);
    let mut findings = Vec::new();
    for home in HOMES.iter().filter(|home| !home.holds(&file.path)) {
        let excused = |line| home.in_tests == InTests::Allowed && tests.contains(line);
        let named = mentions
            .iter()
            .filter(|mention| home.names(&mention.segments));
        for mention in named.filter(|mention| !excused(mention.line)) {
            let wrong = format!("{} outside its home", home.what);
            findings.push(Finding::new(&file.path, mention.line, wrong, home.remedy));
        }
    }
    findings.sort();
    findings.dedup();
    findings
}

impl Home {
    fn holds(&self, path: &str) -> bool {
        self.homes.iter().any(|home| {
            if home.ends_with('/') {
                path.starts_with(home)
            } else {
                path == *home
            }
        })
    }

    /// Whether a path is, or is below, one of ours; a glob import may bring in any below it.
    fn names(&self, segments: &[String]) -> bool {
        self.paths.iter().any(|path| {
            let path: Vec<&str> = path.split("::").collect();
            let pairs = || segments.iter().zip(&path);
            match segments.split_last() {
                Some((last, above)) if last == "*" && above.len() < path.len() => above
                    .iter()
                    .zip(&path)
                    .all(|(segment, part)| segment == part),
                _ => segments.len() >= path.len() && pairs().all(|(segment, part)| segment == part),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::samples::{file, lines};

    const CORE: &str = "crates/touchstone-core/src/verdicts/list.rs";

    #[test]
    fn each_part_of_the_world_is_found_outside_its_home() {
        for text in [
            "fn a() { std::time::SystemTime::now(); }",
            "use std::time::{Duration, SystemTime};",
            "fn a() { jiff::Timestamp::now(); }",
            "use std::time::Instant;",
            "fn a() { aws_lc_rs::rand::fill(&mut b); }",
            "use aws_lc_rs::rand::SystemRandom;",
            "use rand::Rng;",
            "fn a() { uuid::Uuid::new_v4(); }",
            "use std::env; fn a() { env::var(\"B\"); }",
            "use std::env::*;",
            "use reqwest::Client;",
            "use tokio::net::TcpStream; fn a() { TcpStream::connect(b); }",
            "use rusqlite::Connection;",
            "fn a(b: &tokio_postgres::Client) {}",
        ] {
            assert!(!check(&file(CORE, text)).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_test_may_be_a_client_but_reads_no_clock_and_opens_no_database() {
        let text = "#[test]\nfn a() { reqwest::get(b); }\n#[test]\nfn c() {\nSystemTime::now();\n\
                    rusqlite::open(d);\n}\nuse std::time::SystemTime;";
        assert_eq!(lines(&check(&file(CORE, text))), [5, 6, 8]);
    }

    #[test]
    fn a_client_outside_of_tests_is_found_beside_them() {
        let text = "fn a() { reqwest::get(b); }\n#[cfg(test)]\nmod tests { use reqwest::get; }";
        assert_eq!(lines(&check(&file(CORE, text))), [1]);
    }

    #[test]
    fn a_home_holds_its_own_part_of_the_world_only() {
        let clock = "crates/touchstone-core/src/clock.rs";
        assert_eq!(check(&file(clock, "use std::time::SystemTime;")), []);
        assert_eq!(lines(&check(&file(clock, "use rand::Rng;"))), [1]);
        let neighbour = "crates/touchstone-storage-extra/src/lib.rs";
        assert_eq!(
            lines(&check(&file(neighbour, "use rusqlite::Connection;"))),
            [1]
        );
    }

    #[test]
    fn words_that_only_look_alike_are_tidy() {
        let text = "use crate::rand::Random; use std::time::Duration; use touchstone_core::Clock;\n\
                    fn a(var: u8, env: B) { env.var(); C::now(); }";
        assert_eq!(check(&file(CORE, text)), []);
    }
}
