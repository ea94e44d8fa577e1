//! `GET /admin/v1/mobile/device-keys`: the tenant's device keys (`platform`, `app_id`, `revoked`).

use std::str::FromStr;

use data_encoding::BASE64URL_NOPAD;
use touchstone_core::AppId;
use touchstone_core::mobile::admin;
use touchstone_core::ports::{DeviceKeyCursor, DeviceKeyFilter, DevicePlatform, PageRequest};

use super::decoded;
use super::shape::DeviceKeyShape;
use crate::admin::error::Refused;
use crate::admin::request::{of_time_cursor, page, time_cursor};
use crate::admin::{Admin, Answer};

const PARAMS: [&str; 5] = ["limit", "cursor", "platform", "app_id", "revoked"];

/// Where the list goes on: the registration, the key id.
struct Cursor(DeviceKeyCursor);

impl FromStr for Cursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (registered_at, key_id) = of_time_cursor(text).ok_or(())?;
        let key_id = decoded(key_id).ok_or(())?;
        Ok(Self(DeviceKeyCursor {
            registered_at,
            key_id,
        }))
    }
}

/// 200 with a part of the list.
pub(crate) async fn list(request: Admin) -> Result<Answer, Refused> {
    let params = request.params(&PARAMS)?;
    let filter = DeviceKeyFilter {
        platform: params.read(
            "platform",
            "apple or android-key",
            DevicePlatform::from_word,
        )?,
        app_id: params.read("app_id", "the identifier of an app", |text| {
            AppId::from_str(text).ok()
        })?,
        revoked: params.flag("revoked")?,
    };
    let wanted: PageRequest<Cursor> = page(&params)?;
    let wanted = PageRequest {
        limit: wanted.limit,
        after: wanted.after.map(|Cursor(cursor)| cursor),
    };
    let found = admin::device_keys(&request.within(&params), filter, wanted).await?;
    let items = found.items.into_iter().map(DeviceKeyShape::try_from);
    let items = items.collect::<Result<_, _>>()?;
    Ok(Answer::list(items, found.next.map(|cursor| text(&cursor))))
}

fn text(cursor: &DeviceKeyCursor) -> String {
    time_cursor(cursor.registered_at, BASE64URL_NOPAD.encode(&cursor.key_id))
}
