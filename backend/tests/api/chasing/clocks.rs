//! Digests when the clocks change: a day begins when clocks on the wall show the hour, and has one
//! digest, however long it is.

use backend::features::chasing::plan;
use chrono::{DateTime, Utc};
use serde_json::json;
use shared::chasing::SENDING_HOUR;

use super::messages;
use crate::support::{World, on_both};

async fn plan_at(world: &World, at: &str) -> usize {
    let now: DateTime<Utc> = at.parse().unwrap();
    plan::plan_due(&world.app.db, now, SENDING_HOUR)
        .await
        .unwrap();
    messages(world).await.len()
}

on_both! {
    async fn seven_on_the_wall_is_seven_whatever_the_season(world: World) {
        let coordinator = world.by(world.seed.coordinator).await;
        for (name, day) in [("Spring", "2031-03-30"), ("Autumn", "2031-10-26")] {
            let form = json!({"name": name, "observes_from": day, "observes_to": day, "opens": day, "due": day, "closes": day});
            coordinator.post("/plans/northshire-2024/cycles", &form).await.expect(201);
        }
        // Clocks went forward at one: it is an hour later than the sun says.
        assert_eq!(plan_at(&world, "2031-03-30T05:59:59Z").await, 0, "not yet seven");
        assert_eq!(plan_at(&world, "2031-03-30T06:00:00Z").await, 4);
        assert_eq!(plan_at(&world, "2031-03-30T22:59:59Z").await, 4, "once a day of twenty-three hours");
        // Clocks went back at two: the day has twenty-five hours and one digest.
        assert_eq!(plan_at(&world, "2031-10-26T06:59:59Z").await, 4, "not yet seven");
        assert_eq!(plan_at(&world, "2031-10-26T07:00:00Z").await, 8);
        assert_eq!(plan_at(&world, "2031-10-26T23:59:59Z").await, 8);
    }
}
