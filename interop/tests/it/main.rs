//! Other projects' clients against the built program, over HTTP: what they make of its answers, and it of theirs.

mod http;
mod passkey;
mod program;
mod site;
