//! `as_at`: a plan as it stood at the end of an earlier day.

use chrono::{Days, NaiveDate};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::json;

use crate::support::{World, on_both};

use super::overview::report;

const PLAN: &str = "/plans/northshire-2024";

/// Moves everything that has happened so far ten days back.
pub async fn ten_days_pass(world: &World) -> NaiveDate {
    let db = world.app.db.owner();
    let now = backend::clock::now();
    let then = now - chrono::Duration::days(10);
    entities::history::Entity::update_many()
        .col_expr(entities::history::Column::FromAt, Expr::value(then))
        .filter(entities::history::Column::ToAt.is_null())
        .exec(db)
        .await
        .unwrap();
    entities::plan::Entity::update_many()
        .col_expr(entities::plan::Column::CreatedAt, Expr::value(then))
        .filter(entities::plan::Column::Id.eq(world.seed.plan.0))
        .exec(db)
        .await
        .unwrap();
    backend::clock::london_day(then)
}

on_both! {
    async fn the_past_is_read_as_it_was(world: World) {
        let loaded = ten_days_pass(&world).await;
        let today = backend::clock::london_day(backend::clock::now());
        report(&world, world.seed.council_action, "red").await;
        let lead = world.by(world.seed.council_lead).await;
        let path = format!("{PLAN}/actions/1.1");
        let view = lead.get(&path).await.expect(200);
        lead.patch(&path, view["version"].as_i64().unwrap(), &json!({"ends": "2030", "reason": "Late."})).await.expect(200);
        let yesterday = today - Days::new(1);

        let now = lead.get(&format!("{PLAN}/actions")).await.expect(200);
        assert_eq!((&now["rows"][0]["ends"], &now["rows"][0]["brag"]), (&json!("2030"), &json!("red")));
        let today_end = lead.get(&format!("{PLAN}/actions?as_at={today}")).await.expect(200);
        assert_eq!(today_end["rows"][0]["ends"], "2030");
        let then = lead.get(&format!("{PLAN}/actions?as_at={yesterday}")).await.expect(200);
        assert_eq!(then["rows"].as_array().unwrap().len(), 3);
        assert!(then["rows"][0]["ends"].is_null() && then["rows"][0]["brag"].is_null());
        assert_eq!(then["as_at"], json!(yesterday));
        let view = lead.get(&format!("{path}?as_at={yesterday}")).await.expect(200);
        assert!(view["ends"].is_null() && view["allowed"].as_array().unwrap().is_empty());
        assert_eq!(view["milestones"].as_array().unwrap().len(), 1);
        let overview = lead.get(&format!("{PLAN}/overview?as_at={yesterday}")).await.expect(200);
        assert_eq!((&overview["totals"]["grey"], &overview["totals"]["red"]), (&json!(3), &json!(0)));
        let overview = lead.get(&format!("{PLAN}/overview?as_at={today}")).await.expect(200);
        assert_eq!(overview["totals"]["red"], 1);

        let tomorrow = today + Days::new(1);
        assert_eq!(lead.get(&format!("{PLAN}/actions?as_at={tomorrow}")).await.pointers(), ["/as_at"]);
        let before = loaded - Days::new(1);
        assert_eq!(lead.get(&format!("{PLAN}/overview?as_at={before}")).await.problem(404), "not_found");
    }
}
