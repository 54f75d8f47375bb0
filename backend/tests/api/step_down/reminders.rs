use backend::{clock, features::step_down::remind::remind_due};
use chrono::Duration;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use serde_json::json;

use super::{Planned, ahead};
use crate::{
    cases::crew::today,
    support::{World, on_both},
};

async fn told(world: &World, occasion: &str) -> Vec<entities::notice::Model> {
    entities::notice::Entity::find()
        .filter(entities::notice::Column::Occasion.eq(occasion))
        .all(&world.app.db.read)
        .await
        .unwrap()
}

on_both! {
    /// A week before a review, and on the day after it was missed, each once.
    async fn reviews_are_told_of_without_a_word_about_the_case(world: World) {
        let planned = Planned::agreed(&world, today(), &[ahead(56), ahead(140)]).await;
        planned.happen(0, json!({"event": "step_down", "on": today()})).await.expect(200);
        let on = async |days: i64| remind_due(&world.app.db, clock::now() + Duration::days(days)).await.unwrap();
        on(48).await;
        assert!(told(&world, "review_soon").await.is_empty());
        on(49).await;
        let soon = told(&world, "review_soon").await;
        assert_eq!(soon.len(), 2);
        assert!(soon.iter().all(|notice| notice.ends_on == Some(ahead(56)) && !notice.said.contains(&planned.case)));
        let first: Vec<_> = soon.iter().map(|notice| notice.at).collect();
        on(49).await;
        on(56).await;
        assert!(told(&world, "review_missed").await.is_empty());
        on(57).await;
        assert_eq!(told(&world, "review_missed").await.len(), 2);
        let again: Vec<_> = told(&world, "review_soon").await.iter().map(|notice| notice.at).collect();
        assert_eq!(again, first);
        // What has been recorded asks for nothing any more.
        let review = json!({
            "event": "review", "due": ahead(56), "on": today(), "finding": "holding", "words": "", "next": null,
        });
        planned.happen(0, review).await.expect(200);
        assert!(told(&world, "review_missed").await.iter().all(|notice| notice.read_at.is_some()));
    }
}
