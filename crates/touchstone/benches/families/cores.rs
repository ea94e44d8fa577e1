//! Makes what a load will send, on both cores.

pub const CORES: usize = 2;

/// What `make` makes of every number below `count`, in no order.
pub fn made<T: Send>(count: usize, make: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let shares = (0..CORES).map(|core| (core..count).step_by(CORES));
    on_cores(shares, |numbers| numbers.map(&make).collect())
}

/// Works off every share on a thread of its own.
pub fn on_cores<S: Send, T: Send>(
    shares: impl Iterator<Item = S>,
    work: impl Fn(S) -> Vec<T> + Sync,
) -> Vec<T> {
    let work = &work;
    std::thread::scope(|scope| {
        let threads: Vec<_> = shares
            .map(|share| scope.spawn(move || work(share)))
            .collect();
        let done = threads.into_iter().map(|thread| thread.join());
        done.filter_map(Result::ok).flatten().collect()
    })
}
