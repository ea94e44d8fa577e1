//! What every test stands on: a fresh database of one engine, and values to put into it.

mod ceremony;
mod device;
mod killed;
mod make;
mod race;
mod raw;
mod stage;
mod waiting;
mod webauthn;

pub use ceremony::{
    NEW_DISPLAY_NAME, at_most, count_ceremonies, first_only, flagging, race_ceremonies,
};
pub use device::{
    android, apple, new_android_key, new_apple_key, with_advance, with_register,
    with_register_android, with_touch,
};
pub use killed::{Settling, to_be_killed};
pub use make::{KEY, Maker, NOW, against, change, ending, first_page, with_nonce, with_session};
pub use race::{count, race};
pub use raw::Raw;
pub use stage::Stage;
pub use waiting::{Call, send};
