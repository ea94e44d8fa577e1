//! How does a scripted service work? A real HTTP server on loopback that answers rightly until a script says
//! otherwise, and remembers who asked what.

mod behaviour;
mod connection;
mod reply;
mod request;
mod script;

pub use behaviour::{Behaviour, Gate};
pub(crate) use connection::{Service, serve};
pub(crate) use reply::Reply;
pub use request::RecordedRequest;
pub(crate) use script::Script;
