//! Which call is answered how? The scripts of the routes, and the calls that came in.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::behaviour::Behaviour;
use super::request::RecordedRequest;

/// The script of a server whose services are told apart by `R`.
pub(crate) struct Script<R> {
    lines: Mutex<Lines<R>>,
    /// Tells how many calls came in, of any service.
    arrived: watch::Sender<u64>,
}

struct Lines<R> {
    requests: Vec<RecordedRequest<R>>,
    next: BTreeMap<R, VecDeque<Behaviour>>,
    always: BTreeMap<R, Behaviour>,
}

impl<R: Ord + Clone> Script<R> {
    /// A script by which every service does the right thing.
    pub(crate) fn new() -> Self {
        Self {
            lines: Mutex::new(Lines {
                requests: Vec::new(),
                next: BTreeMap::new(),
                always: BTreeMap::new(),
            }),
            arrived: watch::Sender::new(0),
        }
    }

    /// What a service does with its next calls, one each, behind what was scripted before.
    pub(crate) fn add(&self, route: R, behaviours: impl IntoIterator<Item = Behaviour>) {
        let mut lines = self.lines();
        lines.next.entry(route).or_default().extend(behaviours);
    }

    /// What a service does with every call that no script is left for.
    pub(crate) fn always(&self, route: R, behaviour: Behaviour) {
        self.lines().always.insert(route, behaviour);
    }

    /// The calls of a service, oldest first.
    pub(crate) fn requests(&self, route: &R) -> Vec<RecordedRequest<R>> {
        let lines = self.lines();
        let asked = lines
            .requests
            .iter()
            .filter(|request| request.route == *route);
        asked.cloned().collect()
    }

    /// How many calls of a service came in.
    pub(crate) fn calls(&self, route: &R) -> usize {
        let lines = self.lines();
        let asked = |request: &&RecordedRequest<R>| request.route == *route;
        lines.requests.iter().filter(asked).count()
    }

    /// Waits until at least `count` calls of a service came in. They may not be answered yet.
    pub(crate) async fn wait_for_calls(&self, route: &R, count: usize) {
        let mut arrived = self.arrived.subscribe();
        while self.calls(route) < count {
            if arrived.changed().await.is_err() {
                return;
            }
        }
    }

    /// Remembers a call and tells what to do with it.
    pub(super) fn enter(&self, request: RecordedRequest<R>) -> Behaviour {
        let mut lines = self.lines();
        let route = request.route.clone();
        lines.requests.push(request);
        let next = lines.next.get_mut(&route).and_then(VecDeque::pop_front);
        let behaviour = next.or_else(|| lines.always.get(&route).cloned());
        drop(lines);
        self.arrived
            .send_modify(|count| *count = count.saturating_add(1));
        behaviour.unwrap_or(Behaviour::Ok)
    }

    /// A test that panicked while it held the lines does not matter to the others.
    fn lines(&self) -> MutexGuard<'_, Lines<R>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
