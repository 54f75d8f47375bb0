use serde_json::json;

use crate::support::{Caller, World, on_both};

const PASSWORD: &str = "violet harbour tractor";

/// Gives the council's lead a password by a link, and signs in with it.
async fn signed_in(world: &World) -> Caller {
    let admin = world.by(world.seed.administrator).await;
    let link = admin
        .post(
            &format!("/people/{}/link", world.seed.council_lead),
            &json!({}),
        )
        .await
        .expect(200);
    let token = link["link"]
        .as_str()
        .unwrap()
        .split_once('#')
        .unwrap()
        .1
        .to_owned();
    world
        .guest()
        .post("/links/use", &json!({"token": token, "password": PASSWORD}))
        .await
        .expect(200);
    sign_in(world, "lee.lambert@example.org", PASSWORD)
        .await
        .unwrap()
}

async fn sign_in(world: &World, email: &str, password: &str) -> Result<Caller, String> {
    let answer = world
        .guest()
        .post("/session", &json!({"email": email, "password": password}))
        .await;
    if answer.status != 200 {
        let status = answer.status;
        return Err(answer.problem(status));
    }
    let cookie = answer.header("set-cookie").unwrap().to_owned();
    assert!(
        cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    Ok(Caller::new(
        world.base(),
        Some(cookie.split(';').next().unwrap().to_owned()),
    ))
}

on_both! {
    async fn a_session_lasts_until_it_is_ended(world: World) {
        let lead = signed_in(&world).await;
        let session = lead.get("/session").await.expect(200);
        assert_eq!(session["person"]["name"], "Lee Lambert");
        assert_eq!(session["grants"][0]["agency"]["name"], "Northshire Council");
        assert_eq!(session["plans"][0]["slug"], "northshire-2024");
        lead.delete("/session").await.expect(204);
        assert_eq!(lead.get("/session").await.problem(401), "not_signed_in");
        assert!(world.acts().await.ends_with(&["session.begin".to_owned(), "session.end".to_owned()]));
    }
}

on_both! {
    async fn wrong_sign_ins_look_alike_and_are_slowed_down(world: World) {
        signed_in(&world).await;
        let email = "lee.lambert@example.org";
        assert_eq!(sign_in(&world, "nobody@example.org", PASSWORD).await.unwrap_err(), "wrong_sign_in");
        for _ in 0..6 {
            assert_eq!(sign_in(&world, email, "wrong").await.unwrap_err(), "wrong_sign_in");
        }
        let answer = world.guest().post("/session", &json!({"email": email, "password": PASSWORD})).await;
        assert!(answer.header("retry-after").is_some());
        assert_eq!(answer.problem(429), "too_many");
    }
}

on_both! {
    async fn a_closed_account_is_out_at_once(world: World) {
        let lead = signed_in(&world).await;
        let admin = world.by(world.seed.administrator).await;
        let path = format!("/people/{}", world.seed.council_lead);
        let person = admin.get(&path).await.expect(200);
        // The council's only lead cannot go before another is named.
        let version = person["version"].as_i64().unwrap();
        assert_eq!(admin.patch(&path, version, &json!({"state": "disabled"})).await.problem(409), "wrong_state");
        let council = world.seed.council;
        let editor = format!("/people/{}/grants", world.seed.council_editor);
        admin.put(&editor, 1, &json!({"grants": [{"role": "agency_lead", "agency": council}]})).await.expect(200);
        admin.patch(&path, version, &json!({"state": "disabled"})).await.expect(200);
        assert_eq!(lead.get("/session").await.problem(401), "not_signed_in");
        assert_eq!(sign_in(&world, "lee.lambert@example.org", PASSWORD).await.unwrap_err(), "wrong_sign_in");
    }
}

on_both! {
    async fn a_new_password_ends_the_other_sessions(world: World) {
        let here = signed_in(&world).await;
        let there = sign_in(&world, "lee.lambert@example.org", PASSWORD).await.unwrap();
        let form = |current: &str, new: &str| json!({"current": current, "new": new});
        assert_eq!(here.put("/session/password", 0, &form("wrong", "another long phrase")).await.pointers(), ["/current"]);
        assert_eq!(here.put("/session/password", 0, &form(PASSWORD, "short")).await.pointers(), ["/new"]);
        here.put("/session/password", 0, &form(PASSWORD, "another long phrase")).await.expect(204);
        here.get("/session").await.expect(200);
        assert_eq!(there.get("/session").await.problem(401), "not_signed_in");
    }
}

on_both! {
    async fn devices_are_listed_and_ended_one_by_one(world: World) {
        let here = signed_in(&world).await;
        let there = sign_in(&world, "lee.lambert@example.org", PASSWORD).await.unwrap();
        let list = here.get("/session/devices").await.expect(200);
        let items = list["items"].as_array().unwrap();
        assert_eq!(items.len(), 3, "the link signed in too");
        let other = there.get("/session/devices").await.expect(200)["items"]
            .as_array().unwrap().iter().find(|d| d["current"] == true).unwrap()["id"].as_str().unwrap().to_owned();
        let path = format!("/session/devices/{other}");
        let stranger = world.by(world.seed.health_lead).await;
        assert_eq!(stranger.delete(&path).await.problem(404), "not_found");
        here.delete(&path).await.expect(204);
        assert_eq!(there.get("/session").await.problem(401), "not_signed_in");
        here.get("/session").await.expect(200);
    }
}

on_both! {
    async fn anyone_may_know_the_service(world: World) {
        let service = world.guest().get("/service").await.expect(200);
        assert_eq!(service["partnership"], "Northshire partnership");
        assert_eq!(service["demonstration"], false);
    }
}
