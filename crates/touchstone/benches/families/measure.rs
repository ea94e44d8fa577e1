//! How figures are taken and printed: two works by turns in short rounds. The lower quartile
//! counts: a round that something else interrupted is longer, none is shorter than the work.

use std::time::Instant;

/// How often each work is measured.
pub const ROUNDS: usize = 101;
/// A round lasts about this long, in microseconds: less than a time slice.
const ROUND_US: f64 = 2_000.0;

/// Prints what `whole` costs beside what `raw` costs, which is of this kind.
pub fn report(what: &str, kind: &str, raw: impl Fn(), whole: impl Fn()) {
    let (raw_us, whole_us) = both(&raw, &whole);
    let ratio = whole_us / raw_us;
    println!("  {what:<36} {whole_us:>8.1}   {kind:<30} {raw_us:>8.1}   ratio {ratio:.2}");
}

/// Microseconds per call of each, by turns so that both see the same machine.
fn both(raw: &impl Fn(), whole: &impl Fn()) -> (f64, f64) {
    let (raw_calls, whole_calls) = (calls_per_round(raw), calls_per_round(whole));
    let (mut raw_us, mut whole_us) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        raw_us.push(microseconds(raw, raw_calls));
        whole_us.push(microseconds(whole, whole_calls));
    }
    (counting(raw_us, raw_calls), counting(whole_us, whole_calls))
}

/// The lower quartile; of works that fill a round alone the shortest: on a busy machine each of the others may have been interrupted.
fn counting(mut values: Vec<f64>, calls: u32) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = if calls == 1 { 0 } else { values.len() / 4 };
    values.get(at).copied().unwrap_or_default()
}

/// Short works are called often, so that the clock's own cost does not matter.
fn calls_per_round(work: &impl Fn()) -> u32 {
    let mut calls = 1;
    while calls < 1 << 20 && microseconds(work, calls) * f64::from(calls) < ROUND_US {
        calls *= 2;
    }
    calls
}

fn microseconds(work: &impl Fn(), calls: u32) -> f64 {
    let start = Instant::now();
    for _ in 0..calls {
        work();
    }
    start.elapsed().as_secs_f64() * 1e6 / f64::from(calls)
}
