//! What a server remembers between requests is never older than what its callers can know of:
//! sessions and rights, the frames of plans, kept overviews. Two servers stand on one database.

use std::sync::atomic::Ordering;

use backend::db::revision::LEASE;
use sea_orm::{ColumnTrait, DbBackend, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

use crate::{
    plans::overview::{report, report_at},
    support::{Caller, World, on_both},
};

const OVERVIEW: &str = "/plans/northshire-2024/overview";
const REGISTER: &str = "/plans/northshire-2024/actions";

/// Waits until a change of rights that another process made has to hold here.
async fn rights_have_spread(world: &World) {
    if world.app.db.backend() == DbBackend::Postgres {
        tokio::time::sleep(LEASE).await;
    }
}

async fn close(admin: &Caller, person: shared::ids::PersonId) {
    let path = format!("/people/{person}");
    let version = admin.get(&path).await.expect(200)["version"].as_i64();
    admin
        .patch(&path, version.unwrap(), &json!({"state": "disabled"}))
        .await
        .expect(200);
}

on_both! {
    async fn a_closed_account_is_out_at_once_here_and_soon_elsewhere(world: World) {
        let elsewhere = world.another().await;
        let admin = world.by(world.seed.administrator).await;
        let editor = world.by(world.seed.health_editor).await;
        let there = editor.at(&elsewhere);
        for caller in [&editor, &there] {
            caller.get(OVERVIEW).await.expect(200);
            caller.get("/session").await.expect(200);
        }
        close(&admin, world.seed.health_editor).await;
        assert_eq!(editor.get(OVERVIEW).await.problem(401), "not_signed_in");
        rights_have_spread(&world).await;
        assert_eq!(there.get(OVERVIEW).await.problem(401), "not_signed_in");
    }
}

on_both! {
    async fn a_session_that_is_ended_is_out_at_once_here_and_soon_elsewhere(world: World) {
        let elsewhere = world.another().await;
        let lead = world.by(world.seed.health_lead).await;
        let there = lead.at(&elsewhere);
        for caller in [&lead, &there] {
            caller.get(REGISTER).await.expect(200);
        }
        lead.delete("/session").await.expect(204);
        assert_eq!(lead.get(REGISTER).await.problem(401), "not_signed_in");
        rights_have_spread(&world).await;
        assert_eq!(there.get(REGISTER).await.problem(401), "not_signed_in");
    }
}

on_both! {
    async fn roles_that_are_changed_reach_other_plans_at_once(world: World) {
        let elsewhere = world.another().await;
        let admin = world.by(world.seed.administrator).await;
        let practitioner = world.by(world.seed.practitioner).await;
        let there = practitioner.at(&elsewhere);
        for caller in [&practitioner, &there] {
            caller.get(OVERVIEW).await.expect(200);
        }
        let path = format!("/people/{}", world.seed.practitioner);
        let version = admin.get(&path).await.expect(200)["version"].as_i64().unwrap();
        let grants = json!({"grants": [{"role": "practitioner", "agency": world.seed.charity}]});
        admin.put(&format!("{path}/grants"), version, &grants).await.expect(200);
        assert_eq!(practitioner.get(OVERVIEW).await.problem(404), "not_found");
        rights_have_spread(&world).await;
        assert_eq!(there.get(OVERVIEW).await.problem(404), "not_found");
    }
}

on_both! {
    /// The control: rights that change behind the back of every unit of work are not noticed, so
    /// that it is the number raised by the unit which the tests above see at work.
    async fn without_a_raised_number_rights_are_remembered(world: World) {
        use entities::person::{Column, Entity};
        let editor = world.by(world.seed.health_editor).await;
        editor.get(REGISTER).await.expect(200);
        Entity::update_many()
            .col_expr(Column::Disabled, Expr::value(true))
            .filter(Column::Id.eq(world.seed.health_editor.0))
            .exec(world.app.db.owner())
            .await
            .unwrap();
        editor.get(REGISTER).await.expect(200);
        // What writes reads the rights in its own transaction, whatever is remembered.
        let start = json!({"action": world.seed.joint_action, "cycle": world.seed.cycle, "agency": world.seed.health});
        assert_eq!(editor.post("/updates", &start).await.problem(401), "not_signed_in");
    }
}

async fn red(caller: &Caller) -> Value {
    caller.get(OVERVIEW).await.expect(200)["totals"]["red"].clone()
}

on_both! {
    async fn an_overview_is_never_older_than_a_write_elsewhere(world: World) {
        let elsewhere = world.another().await;
        let here = world.by(world.seed.board_member).await;
        let there = here.at(&elsewhere);
        let coordinator = world.by(world.seed.coordinator).await.at(&elsewhere);
        for caller in [&here, &there, &here] {
            assert_eq!(red(caller).await, 0);
        }
        report_at(&world, &elsewhere, world.seed.council_action, "red").await;
        assert_eq!((red(&here).await, red(&there).await), (json!(1), json!(1)));
        report(&world, world.seed.joint_action, "red").await;
        assert_eq!((red(&there).await, red(&here).await), (json!(2), json!(2)));

        // A cycle, an action and an agency, each changed elsewhere.
        let cycles = "/plans/northshire-2024/cycles";
        let list = coordinator.get(cycles).await.expect(200);
        let cycle = format!("{cycles}/{}", list["items"][0]["id"].as_str().unwrap());
        coordinator.patch(&cycle, 1, &json!({"name": "Winter"})).await.expect(200);
        assert_eq!(here.get(OVERVIEW).await.expect(200)["cycle"]["name"], "Winter");
        let action = "/plans/northshire-2024/actions/1.1";
        let version = coordinator.get(action).await.expect(200)["version"].as_i64().unwrap();
        coordinator.patch(action, version, &json!({"title": "Train everyone"})).await.expect(200);
        assert_eq!(here.get(OVERVIEW).await.expect(200)["attention"][0]["action"]["title"], "Train everyone");
        let admin = world.by(world.seed.administrator).await.at(&elsewhere);
        let agency = format!("/agencies/{}", world.seed.health);
        let version = admin.get(&agency).await.expect(200)["version"].as_i64().unwrap();
        admin.patch(&agency, version, &json!({"name": "Northshire NHS"})).await.expect(200);
        let names: Vec<Value> = here.get(OVERVIEW).await.expect(200)["by_agency"].as_array().unwrap()
            .iter().map(|row| row["agency"]["name"].clone()).collect();
        assert!(names.contains(&json!("Northshire NHS")), "{names:?}");
    }
}

on_both! {
    async fn many_writes_elsewhere_are_each_seen_at_once(world: World) {
        let elsewhere = world.another().await;
        let writer = world.by(world.seed.council_editor).await.at(&elsewhere);
        let reader = world.by(world.seed.council_lead).await;
        let start = json!({"action": world.seed.council_action, "cycle": world.seed.cycle, "agency": world.seed.council});
        let draft = writer.post("/updates", &start).await.expect(201);
        let path = format!("/updates/{}", draft["id"].as_str().unwrap());
        let action = "/plans/northshire-2024/actions/1.1";
        let coordinator = world.by(world.seed.coordinator).await.at(&elsewhere);
        for round in 0..20 {
            let title = format!("Round {round}");
            let version = coordinator.get(action).await.expect(200)["version"].as_i64().unwrap();
            coordinator.patch(action, version, &json!({"title": title})).await.expect(200);
            let overview = reader.get(OVERVIEW).await.expect(200);
            assert_eq!(overview["silent"][0]["action"]["title"], json!(title));
            assert_eq!(reader.get(action).await.expect(200)["title"], json!(title));
            let again = reader.get(OVERVIEW).await.expect(200);
            assert_eq!(again, overview);
        }
        assert_eq!(reader.get(&path).await.expect(200)["state"], "draft");
    }
}

on_both! {
    /// The control: an overview really is kept, and only a raised number lets it go.
    async fn without_a_raised_number_an_overview_is_kept(world: World) {
        use entities::action::{Column, Entity};
        let reader = world.by(world.seed.board_member).await;
        let first = reader.get(OVERVIEW).await;
        let tag = first.header("etag").unwrap().to_owned();
        let first = first.expect(200);
        Entity::update_many()
            .col_expr(Column::Title, Expr::value("Behind the back"))
            .filter(Column::PlanId.eq(world.seed.plan.0))
            .exec(world.app.db.owner())
            .await
            .unwrap();
        assert_eq!(reader.get(OVERVIEW).await.expect(200), first);
        let known = [("if-none-match", tag.as_str())];
        let same = reader.send(reqwest::Method::GET, OVERVIEW, &known, None).await;
        assert_eq!((same.status, same.text.as_str(), same.header("etag")), (304, "", Some(tag.as_str())));
        report(&world, world.seed.council_action, "green").await;
        let after = reader.send(reqwest::Method::GET, OVERVIEW, &known, None).await;
        assert_ne!(after.header("etag"), Some(tag.as_str()));
        assert_eq!(after.expect(200)["silent"][0]["action"]["title"], "Behind the back");
    }
}

on_both! {
    /// Whoever may do more is not given what was kept for others.
    async fn an_overview_is_kept_apart_for_other_roles(world: World) {
        let may_update = |overview: &Value| overview["cycle"]["allowed"][0]["refusal"].is_null();
        for _ in 0..2 {
            let member = world.by(world.seed.board_member).await.get(OVERVIEW).await.expect(200);
            let coordinator = world.by(world.seed.coordinator).await.get(OVERVIEW).await.expect(200);
            assert!(!may_update(&member) && may_update(&coordinator));
        }
        let stranger = world.by(world.seed.stranger).await;
        assert_eq!(stranger.get(OVERVIEW).await.problem(404), "not_found");
        assert_eq!(world.guest().get(OVERVIEW).await.problem(401), "not_signed_in");
    }
}

on_both! {
    /// However large the plan is, an action, a register and an overview are one query each, and one
    /// that is kept is none.
    async fn what_is_read_most_is_one_query(world: World) {
        report(&world, world.seed.council_action, "red").await;
        report(&world, world.seed.joint_action, "green").await;
        let (base, asked) = world.counting().await;
        let editor = world.by(world.seed.health_editor).await.at(&base);
        let queries = async |path: &str| {
            let before = asked.load(Ordering::SeqCst);
            editor.get(path).await.expect(200);
            asked.load(Ordering::SeqCst) - before
        };
        let lead = world.seed.council;
        let list = format!("{REGISTER}?lead={lead}&state=agreed&limit=50&count=true");
        // What is remembered is remembered from here on.
        for path in [REGISTER, list.as_str()] {
            queries(path).await;
        }
        // An update leaves the frame of the plan as it is, so that what comes after it is one again;
        // and while it is open, what shows accepted ones alone stays as it is.
        let writer = world.by(world.seed.council_editor).await;
        let start = json!({"action": world.seed.schools_action, "cycle": world.seed.cycle, "agency": lead});
        writer.post("/updates", &start).await.expect(201);
        let action = format!("{REGISTER}/{}", world.seed.council_action);
        for path in [action.as_str(), OVERVIEW] {
            assert_eq!((queries(path).await, queries(path).await), (1, 0), "{path}");
        }
        for path in [REGISTER, list.as_str()] {
            assert_eq!(queries(path).await, 0, "{path}");
        }
        // Something else is read anew, with a few more.
        let cycle = format!("/plans/northshire-2024/cycles/{}", world.seed.cycle);
        let coordinator = world.by(world.seed.coordinator).await;
        coordinator.patch(&cycle, 1, &json!({"name": "Winter"})).await.expect(200);
        assert!((2..8).contains(&queries(OVERVIEW).await));
    }
}
