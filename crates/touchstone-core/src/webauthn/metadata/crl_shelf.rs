//! Decides which revocation lists are at hand. Anybody on the way can put another list in the place of one that is fetched in plain: a list
//! whose issuer is known must be signed by him, and what he signed is replaced by nothing less, nor by what he signed before.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use touchstone_evidence::Timestamp;
use touchstone_evidence::x509::{Certificate, Crl, Crls};

/// The lists at hand.
#[derive(Debug)]
pub(super) struct CrlShelf {
    state: RwLock<State>,
    /// Another node may have fetched a list.
    pub(super) is_behind: AtomicBool,
}

#[derive(Debug, Default)]
struct State {
    at_hand: Arc<Crls>,
    notes: BTreeMap<String, Note>,
}

/// What is known of a list beside what it says.
#[derive(Clone, Copy, Debug)]
struct Note {
    fetched_at: Option<Timestamp>,
    /// A known issuer signed it.
    is_vouched: bool,
}

/// Why a list is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum CrlRefused {
    /// Its issuer is known, and did not sign it.
    #[error("the revocation list is not signed by its issuer")]
    Signature,
    /// Nobody vouches for it, and somebody does for the one at hand.
    #[error("the issuer of the revocation list is not known")]
    Issuer,
    /// Its issuer has signed a newer one.
    #[error("the revocation list is older than the one at hand")]
    Older,
}

impl CrlShelf {
    pub(super) fn new() -> Self {
        Self {
            state: RwLock::default(),
            is_behind: AtomicBool::new(false),
        }
    }

    pub(super) fn at_hand(&self) -> Arc<Crls> {
        self.read(|state| Arc::clone(&state.at_hand))
    }

    /// Whether the list at hand is the one that was fetched then.
    pub(super) fn has(&self, url: &str, fetched_at: Option<Timestamp>) -> bool {
        self.read(|state| {
            let note = state.notes.get(url);
            note.is_some_and(|note| note.fetched_at == fetched_at)
        })
    }

    /// Whether the list at hand is current.
    pub(super) fn is_current(&self, url: &str, now: Timestamp) -> bool {
        let at_hand = self.at_hand();
        let list = at_hand.get(url);
        list.is_some_and(|list| list.check_current(now).is_ok())
    }

    /// Takes a list that was just fetched. `issuers` are the certificates of its issuer that are known.
    pub(super) fn take(
        &self,
        url: &str,
        mut crl: Crl,
        issuers: &[Vec<u8>],
        fetched_at: Timestamp,
    ) -> Result<(), CrlRefused> {
        let is_vouched = vouch(&mut crl, issuers);
        if !is_vouched && !issuers.is_empty() {
            return Err(CrlRefused::Signature);
        }
        let (held, note) = self.read(|state| {
            let held = state.at_hand.get(url).cloned();
            (held, state.notes.get(url).copied())
        });
        let held = held.filter(|_| note.is_some_and(|note| note.is_vouched));
        match held {
            Some(_) if !is_vouched => return Err(CrlRefused::Issuer),
            Some(held) if crl.is_older_than(&held) => return Err(CrlRefused::Older),
            _ => {}
        }
        let note = Note {
            fetched_at: Some(fetched_at),
            is_vouched,
        };
        self.put(url, crl, note);
        Ok(())
    }

    /// Takes a list that was taken before, here or by another node.
    pub(super) fn take_back(
        &self,
        url: &str,
        mut crl: Crl,
        issuers: &[Vec<u8>],
        fetched_at: Option<Timestamp>,
    ) {
        let is_vouched = vouch(&mut crl, issuers);
        let note = Note {
            fetched_at,
            is_vouched,
        };
        self.put(url, crl, note);
    }

    /// Looks once more who signed the lists that nobody vouched for.
    pub(super) fn vouch(&self, issuers: impl Fn(&[u8]) -> Vec<Vec<u8>>) {
        let unvouched: Vec<(String, Note, Arc<Crl>)> = self.read(|state| {
            let notes = state.notes.iter().filter(|(_, note)| !note.is_vouched);
            let lists = notes.filter_map(|(url, note)| {
                let crl = state.at_hand.get(url)?;
                Some((url.clone(), *note, Arc::clone(crl)))
            });
            lists.collect()
        });
        for (url, note, crl) in unvouched {
            let issuers = issuers(crl.issuer());
            if !issuers.is_empty() {
                self.take_back(&url, (*crl).clone(), &issuers, note.fetched_at);
            }
        }
    }

    fn put(&self, url: &str, crl: Crl, note: Note) {
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let mut crls = Crls::clone(&state.at_hand);
        crls.insert(url.to_owned(), Arc::new(crl));
        state.at_hand = Arc::new(crls);
        state.notes.insert(url.to_owned(), note);
    }

    /// Another node may have fetched a list; says whether that was so before, and forgets it.
    pub(super) fn catch_up(&self) -> bool {
        self.is_behind.swap(false, Ordering::SeqCst)
    }

    fn read<T>(&self, look: impl FnOnce(&State) -> T) -> T {
        look(&self.state.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Whether one of the certificates' keys signed the list, which the list remembers.
fn vouch(crl: &mut Crl, issuers: &[Vec<u8>]) -> bool {
    issuers.iter().any(|der| {
        let issuer = Certificate::parse(der);
        issuer.is_ok_and(|issuer| crl.verify(issuer.subject, &issuer.spki).is_ok())
    })
}
