//! Device keys of both platforms: what they are called, and the settlements that change them.

use touchstone_core::AppId;
use touchstone_core::ports::{
    DeviceKeyId, DevicePlatform, KeyChange, MobileSettlement, NewAndroidKey, NewAppleKey,
};

/// What a key of an iPhone is called.
pub const fn apple(key_id: [u8; 32]) -> DeviceKeyId {
    DeviceKeyId {
        platform: DevicePlatform::Apple,
        key_id,
    }
}

/// What a key of an Android phone is called.
pub const fn android(key_id: [u8; 32]) -> DeviceKeyId {
    DeviceKeyId {
        platform: DevicePlatform::AndroidKey,
        key_id,
    }
}

pub fn with_register(
    mut settlement: MobileSettlement,
    app_id: AppId,
    key_id: [u8; 32],
) -> MobileSettlement {
    settlement.key_change = Some(KeyChange::RegisterApple(Box::new(new_apple_key(
        app_id, key_id,
    ))));
    settlement
}

pub fn with_advance(
    mut settlement: MobileSettlement,
    key_id: [u8; 32],
    counter: u32,
) -> MobileSettlement {
    settlement.key_change = Some(KeyChange::AdvanceApple { key_id, counter });
    settlement
}

pub fn with_register_android(
    mut settlement: MobileSettlement,
    app_id: AppId,
    key_id: [u8; 32],
) -> MobileSettlement {
    settlement.key_change = Some(KeyChange::RegisterAndroid(Box::new(new_android_key(
        app_id, key_id,
    ))));
    settlement
}

pub fn with_touch(mut settlement: MobileSettlement, key_id: [u8; 32]) -> MobileSettlement {
    settlement.key_change = Some(KeyChange::TouchAndroid { key_id });
    settlement
}

/// A key whose counter is 1 and whose receipt can be exchanged a day after the settlements' time.
pub fn new_apple_key(app_id: AppId, key_id: [u8; 32]) -> NewAppleKey {
    NewAppleKey {
        key_id,
        app_id,
        public_key: [4; 65],
        environment: "production".to_owned(),
        counter: 1,
        receipt: Some(vec![9; 2_000]),
        receipt_type: Some("ATTEST".to_owned()),
        receipt_due_at: Some(super::NOW.plus_s(86_400)),
        model: "iPhone".to_owned(),
        version: "19.1".to_owned(),
    }
}

pub fn new_android_key(app_id: AppId, key_id: [u8; 32]) -> NewAndroidKey {
    NewAndroidKey {
        key_id,
        app_id,
        spki: vec![0x30; 91],
        facts: "{\"level\":\"strong_box\"}".to_owned(),
        serials: vec![
            "1".to_owned(),
            "c35747a084470c3135aeefe2b8d40cd6".to_owned(),
        ],
        model: "Pixel 10".to_owned(),
        version: "16".to_owned(),
    }
}
