//! Simulated devices and passkeys are believed by a server that was told to, and by no other; each flaw is answered with the reason that it names.

mod android;
mod apple;
mod google;
mod passkeys;
mod stage;
