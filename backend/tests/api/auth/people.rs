use chrono::{Days, NaiveDate};
use serde_json::json;

use crate::support::{World, on_both};

fn names(list: &serde_json::Value) -> Vec<&str> {
    list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|person| person["name"].as_str().unwrap())
        .collect()
}

on_both! {
    async fn everyone_sees_the_people_that_they_may(world: World) {
        let seen = async |person| names(&world.by(person).await.get("/people").await.expect(200)).join(", ");
        assert_eq!(seen(world.seed.council_editor).await, "Edie Evans");
        assert_eq!(seen(world.seed.council_lead).await, "Edie Evans, Lee Lambert");
        assert_eq!(seen(world.seed.board_member).await, "Bo Baker");
        assert_eq!(world.by(world.seed.auditor).await.get("/people").await.expect(200)["items"].as_array().unwrap().len(), 10);
        let editor = world.by(world.seed.council_editor).await;
        assert_eq!(editor.get(&format!("/people/{}", world.seed.health_lead)).await.problem(404), "not_found");
        assert_eq!(editor.get("/people/nonsense").await.problem(404), "not_found");
    }
}

on_both! {
    async fn a_lead_invites_colleagues_but_nobody_else(world: World) {
        let lead = world.by(world.seed.council_lead).await;
        let form = |role: &str, agency| json!({"name": "New One", "email": "new.one@example.org", "grants": [{"role": role, "agency": agency}]});
        assert_eq!(lead.post("/people", &form("agency_editor", world.seed.health)).await.problem(403), "forbidden");
        assert_eq!(
            lead.post("/people", &json!({"name": "A", "email": "a@example.org", "grants": [{"role": "administrator"}]})).await.problem(403),
            "forbidden"
        );
        let invited = lead.post("/people", &form("agency_editor", world.seed.council)).await.expect(201);
        assert_eq!(invited["person"]["state"], "invited");
        assert!(invited["link"]["link"].as_str().unwrap().contains("/welcome#"));
        assert_eq!(lead.post("/people", &form("agency_editor", world.seed.council)).await.pointers(), ["/email"]);
        let editor = world.by(world.seed.council_editor).await;
        assert_eq!(editor.post("/people", &form("agency_editor", world.seed.council)).await.problem(403), "forbidden");
    }
}

on_both! {
    async fn nobody_raises_themselves(world: World) {
        for person in [world.seed.council_lead, world.seed.administrator] {
            let caller = world.by(person).await;
            let path = format!("/people/{person}/grants");
            let answer = caller.put(&path, 1, &json!({"grants": [{"role": "auditor"}]})).await;
            assert_eq!(answer.problem(403), "forbidden");
        }
    }
}

on_both! {
    async fn roles_name_where_they_are_held(world: World) {
        let admin = world.by(world.seed.administrator).await;
        let path = format!("/people/{}/grants", world.seed.council_editor);
        let set = async |grants: serde_json::Value| admin.put(&path, 1, &json!({"grants": grants})).await;
        assert_eq!(set(json!([{"role": "agency_lead"}])).await.pointers(), ["/grants/0/agency"]);
        assert_eq!(set(json!([{"role": "coordinator"}])).await.pointers(), ["/grants/0/plan"]);
        assert_eq!(set(json!([{"role": "king"}])).await.pointers(), ["/grants/0/role"]);
        assert_eq!(set(json!([{"role": "auditor"}, {"role": "administrator"}])).await.problem(409), "wrong_state");
        assert_eq!(set(json!([{"role": "agency_lead", "agency": world.seed.schools}])).await.problem(409), "wrong_state");
        assert_eq!(set(json!([{"role": "agency_lead", "agency": world.seed.plan}])).await.pointers(), ["/grants/0/agency"]);
        let stale = admin.put(&path, 9, &json!({"grants": []})).await;
        let current = stale.json();
        assert_eq!(stale.problem(412), "stale");
        assert_eq!(current["current"]["name"], "Edie Evans");
    }
}

on_both! {
    async fn a_deputy_has_power_for_a_time(world: World) {
        let seed = &world.seed;
        let lead = world.by(seed.council_lead).await;
        let editor = world.by(seed.council_editor).await;
        let today = backend::clock::london_day(backend::clock::now());
        let path = format!("/people/{}/grants", seed.council_editor);
        let own = json!({"role": "agency_editor", "agency": seed.council});
        let deputy = |from: NaiveDate, until: NaiveDate| json!({"grants": [own, {
            "role": "agency_lead", "agency": seed.council, "from": from, "until": until}]});
        let (yesterday, tomorrow) = (today - Days::new(1), today + Days::new(1));
        assert_eq!(lead.put(&path, 1, &deputy(yesterday, yesterday)).await.pointers(), ["/grants/1/until"]);
        assert_eq!(lead.put(&path, 1, &deputy(tomorrow, today)).await.pointers(), ["/grants/1/until"]);
        let inviting = async || editor.post("/people", &json!({"name": "N", "email":
            format!("{}@example.org", backend::clock::random_id().simple()),
            "grants": [{"role": "agency_editor", "agency": seed.council}]})).await.status;
        let named = lead.put(&path, 1, &deputy(tomorrow, tomorrow)).await.expect(200);
        assert_eq!(named["grants"][1]["from"], json!(tomorrow));
        assert_eq!(inviting().await, 403, "it has not begun");
        assert_eq!(editor.get("/session").await.expect(200)["grants"].as_array().unwrap().len(), 1);
        lead.put(&path, 2, &deputy(yesterday, today)).await.expect(200);
        assert_eq!(inviting().await, 201);
        // The last day was yesterday.
        use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
        entities::person_grant::Entity::update_many()
            .col_expr(entities::person_grant::Column::EndsOn, Expr::value(yesterday))
            .filter(entities::person_grant::Column::PersonId.eq(seed.council_editor.0))
            .filter(entities::person_grant::Column::Role.eq("agency_lead"))
            .exec(world.app.db.owner())
            .await
            .unwrap();
        assert_eq!(inviting().await, 403, "it has run out");
        // What has run out does not stand in the way of another change.
        lead.put(&path, 3, &deputy(yesterday, yesterday)).await.expect(200);
    }
}

on_both! {
    async fn a_deputy_does_not_keep_the_office(world: World) {
        let seed = &world.seed;
        let admin = world.by(seed.administrator).await;
        let today = backend::clock::london_day(backend::clock::now());
        let deputy = json!({"grants": [{"role": "agency_lead", "agency": seed.council, "until": today + Days::new(9)}]});
        admin.put(&format!("/people/{}/grants", seed.council_editor), 1, &deputy).await.expect(200);
        let gone = admin.patch(&format!("/people/{}", seed.council_lead), 1, &json!({"state": "disabled"})).await;
        assert_eq!(gone.json()["refusal"]["code"], "last_one");
    }
}
