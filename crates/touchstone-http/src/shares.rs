//! Decides how much one of many may hold at once: each the same share, so that nobody holds all.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// What everybody holds now.
#[derive(Debug)]
pub(crate) struct Shares<K> {
    each: usize,
    /// Who holds nothing is not in it: there are as many entries as holders.
    held: Mutex<HashMap<K, usize>>,
}

/// One of what its holder may hold, until it is dropped.
#[derive(Debug)]
pub(crate) struct Share<K: Copy + Eq + Hash> {
    of: Arc<Shares<K>>,
    holder: K,
}

impl<K: Copy + Eq + Hash> Shares<K> {
    /// Each may hold so many, at least one.
    pub(crate) fn new(each: usize) -> Arc<Self> {
        Arc::new(Self {
            each: each.max(1),
            held: Mutex::default(),
        })
    }

    /// One more for this holder; none when it holds its share.
    pub(crate) fn take(self: &Arc<Self>, holder: K) -> Option<Share<K>> {
        let mut held = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let count = held.get(&holder).copied().unwrap_or(0);
        if count >= self.each {
            return None;
        }
        held.insert(holder, count.saturating_add(1));
        Some(Share {
            of: Arc::clone(self),
            holder,
        })
    }
}

impl<K: Copy + Eq + Hash> Drop for Share<K> {
    fn drop(&mut self) {
        let mut held = self.of.held.lock().unwrap_or_else(PoisonError::into_inner);
        match held.get_mut(&self.holder) {
            Some(count) if *count > 1 => *count = count.saturating_sub(1),
            _ => drop(held.remove(&self.holder)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_holds_a_share_gets_no_more_and_others_do() {
        let shares = Shares::new(2);
        let held = [shares.take("a"), shares.take("a")];
        assert!(held.iter().all(Option::is_some));
        assert!(shares.take("a").is_none());
        assert!(shares.take("b").is_some());
    }

    #[test]
    fn what_is_let_go_can_be_had_again() {
        let shares = Shares::new(1);
        for _ in 0..3 {
            assert!(shares.take("a").is_some());
        }
    }

    #[test]
    fn who_holds_nothing_is_forgotten() {
        let shares = Shares::new(2);
        let held = (shares.take("a"), shares.take("a"));
        assert_eq!(shares.held.lock().unwrap().len(), 1);
        drop(held);
        assert!(shares.held.lock().unwrap().is_empty());
    }

    #[test]
    fn a_share_of_nothing_is_one() {
        let shares = Shares::new(0);
        let held = shares.take("a");
        assert!(held.is_some() && shares.take("a").is_none());
    }
}
