//! What goes wrong around a server: its process is killed, its database is gone, it is told to
//! stop; and what nobody may read in its log.

mod database;
mod killed;
mod scan;
mod secrets;
mod secrets_android;
mod stopping;
