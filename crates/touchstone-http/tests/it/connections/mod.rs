//! Real connections: what is bounded, how they end, and that nobody loses an answer.

mod bounds;
mod ends;
mod protocols;
mod unread_bodies;
