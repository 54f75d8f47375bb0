//! `/publication`, and what it opens: `/oruk/v3` and `/public`.

mod open_referral;
mod pages;
mod pathways;
mod shape;

use serde_json::{Value, json};

use crate::support::{Caller, World, on_both};

/// Opens or closes the directory to the public.
async fn switch(world: &World, services: bool) {
    let admin = world.by(world.seed.administrator).await;
    let now = admin.get("/publication").await.expect(200);
    let version = now["version"].as_i64().unwrap();
    admin
        .put(
            "/publication",
            version,
            &json!({"services": services, "pathways": false}),
        )
        .await
        .expect(200);
}

/// Asks as anybody would, without a cookie or a header of ours.
async fn get(world: &World, path: &str) -> reqwest::Response {
    reqwest::get(format!("{}{path}", world.base()))
        .await
        .unwrap()
}

async fn add(caller: &Caller, form: Value) -> String {
    let made = caller.post("/services", &form).await.expect(201);
    made["id"].as_str().unwrap().to_owned()
}

/// Two open services, one planned, one proposed and one closed; the ids of the first and the last.
async fn directory(world: &World) -> (String, String) {
    let coordinator = world.by(world.seed.coordinator).await;
    let cygnet = add(
        &coordinator,
        json!({"name": "Cygnet", "kind": "parenting", "summary": "For <parents> & carers.", "about": "A secret remark.", "source": "A secret paper.",
            "provider": world.seed.council, "commissioners": [world.seed.health], "level_from": 2, "level_to": 3, "age_from": 5, "age_to": 11,
            "area": "Northmouth", "aliases": ["Swan"], "url": "https://example.org/cygnet", "email": "desk@example.org", "phone": "01622 123456"}),
    )
    .await;
    add(
        &coordinator,
        json!({"name": "Front door", "kind": "access", "age_from": 12, "access": "Ring first."}),
    )
    .await;
    add(
        &coordinator,
        json!({"name": "Not yet", "kind": "pilot", "valid_from": "2999-01-01"}),
    )
    .await;
    add(
        &coordinator,
        json!({"name": "Wished for", "kind": "proposed"}),
    )
    .await;
    let closed = add(
        &coordinator,
        json!({"name": "Old service", "kind": "pilot"}),
    )
    .await;
    coordinator
        .post_to(
            &format!("/services/{closed}/close"),
            1,
            &json!({"last_day": "2020-01-01", "reason": "Ended."}),
        )
        .await
        .expect(200);
    (cygnet, closed)
}

on_both! {
    async fn nothing_is_public_until_an_administrator_says_so(world: World) {
        let (cygnet, _) = directory(&world).await;
        let paths = ["/oruk/v3", "/oruk/v3/services", "/oruk/v3/taxonomies", "/public", "/public/", "/public/services"].map(str::to_owned);
        let paths = paths.into_iter().chain([format!("/oruk/v3/services/{cygnet}"), format!("/public/services/{cygnet}")]);
        let paths: Vec<String> = paths.collect();
        for path in &paths {
            let answer = get(&world, path).await;
            assert_eq!(answer.status(), 404, "{path}");
            assert!(!answer.text().await.unwrap().contains("Cygnet"), "{path}");
        }
        let admin = world.by(world.seed.administrator).await;
        let now = admin.get("/publication").await.expect(200);
        assert_eq!((&now["services"], &now["allowed"][0]["refusal"]), (&json!(false), &Value::Null));
        let on = json!({"services": true, "pathways": false});
        let coordinator = world.by(world.seed.coordinator).await;
        assert_eq!(coordinator.get("/publication").await.expect(200)["allowed"][0]["refusal"]["code"], "not_your_role");
        assert_eq!(coordinator.put("/publication", 1, &on).await.problem(403), "forbidden");
        assert_eq!(admin.put("/publication", 1, &json!({"services": "yes", "pathways": false})).await.pointers(), ["/services"]);
        admin.put("/publication", 1, &on).await.expect(200);
        let stale = admin.put("/publication", 1, &json!({"services": false, "pathways": false})).await;
        assert_eq!(stale.json()["current"]["services"], true);
        assert_eq!(stale.problem(412), "stale");
        for path in &paths {
            assert_eq!(get(&world, path).await.status(), 200, "{path}");
        }
        switch(&world, false).await;
        for path in &paths {
            assert_eq!(get(&world, path).await.status(), 404, "{path}");
        }
        let acts = world.acts().await;
        assert_eq!(acts.iter().filter(|act| *act == "publication.update").count(), 2);
    }
}
