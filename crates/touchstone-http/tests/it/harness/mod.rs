//! A server in this process with a clock that is moved by hand: a store of its own, one tenant, one API key, one simulated iPhone.

mod answer;
mod counted;
mod log;
mod request;
mod server;
mod socket;
mod upstream;

pub use answer::Answer;
pub use counted::Counted;
pub use log::Log;
pub use request::{Ask, Never, get, post};
pub use server::{APP_ID, Server, T};
pub use socket::{Serving, Socket};
pub use upstream::{AWAY, Scripted};
