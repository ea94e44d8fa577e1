//! Lists: newest first, cut by limit, gone on with by cursor.

use serde_json::json;

use super::house::House;

#[tokio::test]
async fn a_list_is_walked_to_its_end() {
    let house = House::new().await;
    for number in 0..5 {
        house.clock.advance_ms(1);
        house.tenant(&format!("t{number}")).await;
    }
    let (mut names, mut path, mut parts) = (Vec::new(), "/tenants?limit=2".to_owned(), 0);
    loop {
        let told = house.local("GET", &path).await;
        let items = told.expect(200)["items"].as_array().unwrap();
        assert!(items.len() <= 2);
        names.extend(
            items
                .iter()
                .map(|item| item["name"].as_str().unwrap().to_owned()),
        );
        parts += 1;
        let Some(cursor) = told.body["next_cursor"].as_str() else {
            break;
        };
        path = format!("/tenants?limit=2&cursor={cursor}");
    }
    assert_eq!(names, ["t4", "t3", "t2", "t1", "t0"]);
    assert_eq!(parts, 3);
}

#[tokio::test]
async fn an_empty_list_has_no_cursor() {
    let house = House::new().await;
    let told = house.local("GET", "/verdicts").await;
    assert_eq!(
        told.expect(200),
        &json!({ "items": [], "next_cursor": null })
    );
}

#[tokio::test]
async fn limits_and_cursors_out_of_form_are_refused() {
    let house = House::new().await;
    for limit in ["0", "201", "-1", "", "ten", "1.5", "99999999999999999999"] {
        let told = house.local("GET", &format!("/tenants?limit={limit}")).await;
        assert_eq!(
            told.refused(422, "invalid").issue("limit"),
            "must be 1 to 200"
        );
    }
    house.local("GET", "/tenants?limit=200").await.expect(200);
    let foreign = "key_01ARZ3NDEKTSV4RRFFQ69G5FAV";
    for cursor in ["", "x", foreign, "tenant_01arz3ndektsv4rrffq69g5fav"] {
        let told = house
            .local("GET", &format!("/tenants?cursor={cursor}"))
            .await;
        told.refused(422, "invalid").issue("cursor");
    }
    let path = "/mobile/device-keys?tenant_id=acme&cursor=1.AA";
    house.tenant("acme").await;
    house
        .local("GET", path)
        .await
        .refused(422, "invalid")
        .issue("cursor");
}

#[tokio::test]
async fn filters_out_of_form_are_refused() {
    let house = House::new().await;
    let bad = [
        ("/keys?kind=phone", "kind"),
        ("/verdicts?noun=phone", "noun"),
        ("/verdicts?outcome=good", "outcome"),
        ("/verdicts?from=yesterday", "from"),
        ("/verdicts?platform=apple&format=apple", "format"),
        ("/audit?to=2026-13-01T00:00:00Z", "to"),
        (
            "/mobile/device-keys?tenant_id=acme&platform=gms",
            "platform",
        ),
        ("/mobile/device-keys?tenant_id=acme&revoked=yes", "revoked"),
        ("/mobile/device-keys?tenant_id=acme&app_id=x", "app_id"),
    ];
    house.tenant("acme").await;
    for (path, parameter) in bad {
        house
            .local("GET", path)
            .await
            .refused(422, "invalid")
            .issue(parameter);
    }
}
