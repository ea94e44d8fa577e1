//! What every test stands on: a fresh database of one engine, and values to put into it.

mod make;
mod stage;

pub use make::{
    APP_ID_TEXT, Maker, NOW, change, ending, every_conflict, first_page, register, with_advance,
    with_nonce, with_register, with_session,
};
pub use stage::Stage;
