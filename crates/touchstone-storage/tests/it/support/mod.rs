//! What every test stands on: a fresh database of one engine, and values to put into it.

mod make;
mod raw;
mod stage;
mod waiting;

pub use make::{
    KEY, Maker, NOW, change, ending, first_page, with_advance, with_nonce, with_register,
    with_session,
};
pub use stage::Stage;
pub use waiting::{Call, send};
