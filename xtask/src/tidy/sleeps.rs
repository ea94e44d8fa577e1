//! No test sleeps: it waits for an event, or moves the clock by hand. A benchmark may.

use super::Finding;
use super::paths::mentions;
use super::source::RustFile;
use super::test_code::TestCode;

const SLEEPS: [&[&str]; 4] = [
    &["std", "thread", "sleep"],
    &["tokio", "time", "interval"],
    &["tokio", "time", "sleep"],
    &["tokio", "time", "sleep_until"],
];

pub(super) fn check(file: &RustFile) -> Vec<Finding> {
    if file.path.contains("/benches/") {
        return Vec::new();
    }
    let tests = TestCode::of(file);
    let mut findings: Vec<Finding> = mentions(file)
        .into_iter()
        .filter(|mention| SLEEPS.iter().any(|sleep| mention.segments == *sleep))
        .filter(|mention| tests.contains(mention.line))
        .map(|mention| {
            let remedy = "wait for an event, or move the clock by hand";
            Finding::new(&file.path, mention.line, "a test that sleeps", remedy)
        })
        .collect();
    findings.sort();
    findings.dedup();
    findings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tidy::samples::{file, lines};

    #[test]
    fn a_test_that_sleeps_is_found() {
        let text = "use std::thread;\n#[test]\nfn a() {\nthread::sleep(b);\n}\n\
                    #[tokio::test]\nasync fn c() {\ntokio::time::sleep(d).await;\n}";
        assert_eq!(lines(&check(&file("src/a.rs", text))), [4, 8]);
        let helper = "use tokio::time::sleep;\nasync fn a() { sleep(b).await; }";
        assert_eq!(
            lines(&check(&file("crates/a/tests/it/b.rs", helper))),
            [1, 2]
        );
    }

    #[test]
    fn a_benchmark_that_waits_is_tidy() {
        let text = "fn a() { std::thread::sleep(b); }";
        assert_eq!(check(&file("crates/a/benches/b.rs", text)), []);
    }

    #[test]
    fn a_product_that_waits_and_a_test_with_a_time_limit_are_tidy() {
        let text = "async fn a() { tokio::time::sleep(b).await; }\n\
                    #[tokio::test]\nasync fn c() { tokio::time::timeout(d, e).await; }";
        assert_eq!(check(&file("src/a.rs", text)), []);
    }
}
