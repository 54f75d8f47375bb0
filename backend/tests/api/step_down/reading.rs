use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;

use super::{Planned, ahead};
use crate::{
    cases::crew::today,
    support::{World, on_both},
};

on_both! {
    /// Each reading is in the audit log, and nowhere else.
    async fn every_reading_is_written_down_and_told_to_nobody(world: World) {
        use entities::{audit_entry, kept_answer, outbox};
        let planned = Planned::agreed(&world, today(), &[ahead(56), ahead(140)]).await;
        let readings = async || {
            audit_entry::Entity::find()
                .filter(audit_entry::Column::Act.eq("step_down.read"))
                .filter(audit_entry::Column::SubjectId.eq(planned.case.parse::<uuid::Uuid>().unwrap()))
                .count(&world.app.db.read)
                .await
                .unwrap()
        };
        let before = readings().await;
        for worker in [0, 1, 0] {
            planned.read(worker).await;
        }
        assert_eq!(readings().await, before + 3);
        let told = outbox::Entity::find()
            .filter(outbox::Column::Kind.starts_with("step_down."))
            .count(&world.app.db.read)
            .await
            .unwrap();
        assert_eq!(told, 0);
        let kept = kept_answer::Entity::find().all(&world.app.db.read).await.unwrap();
        assert!(kept.iter().any(|answer| answer.route.contains(&planned.plan)));
        assert!(kept.iter().all(|answer| !answer.body.contains("Draws")));
    }
}

on_both! {
    /// Nobody but who is named knows of it, and to all others it is as if it were not there.
    async fn a_plan_is_known_to_who_takes_part_alone(world: World) {
        let planned = Planned::agreed(&world, today(), &[ahead(56), ahead(140)]).await;
        let missing = format!("/step-downs/{}", backend::clock::random_id());
        let mut others = vec![planned.by(2).clone(), planned.crew.colleagues[0].caller.clone()];
        for (_, person) in world.seed.everyone() {
            others.push(world.by(person).await);
        }
        for caller in others {
            for end in ["", "/summary", "/summary.pdf"] {
                let here = caller.get(&format!("{}{end}", planned.path())).await;
                let nowhere = caller.get(&format!("{missing}{end}")).await;
                assert_eq!(here.json()["detail"], nowhere.json()["detail"]);
                assert_eq!(here.problem(404), nowhere.problem(404));
            }
            let event = json!({"event": "stop", "words": "As we said"});
            let refused = caller.post_to(&format!("{}/events", planned.path()), 5, &event).await;
            assert_eq!(refused.problem(404), "not_found");
            let begun = caller.post(&format!("/cases/{}/step-down", planned.case), &json!({})).await;
            assert_eq!(begun.problem(404), "not_found");
        }
        assert_eq!(planned.read(1).await["state"], "agreed");
    }
}

on_both! {
    /// The family's summary tells what was agreed, and nothing that tells who it is about.
    async fn the_summary_identifies_nobody(world: World) {
        let planned = Planned::agreed(&world, today(), &[ahead(56), ahead(140)]).await;
        let view = planned.read(0).await;
        let page = planned.by(1).get(&format!("{}/summary", planned.path())).await;
        assert_eq!((page.status, page.header("cache-control")), (200, Some("no-store")));
        assert_eq!(page.header("content-type"), Some("text/html; charset=utf-8"));
        assert!(page.text.contains("Go to school every day.") && page.text.contains("within 5 working days"));
        let (head, bytes) = planned.by(0).download(&format!("{}/summary.pdf", planned.path())).await;
        assert_eq!((head.status, head.header("content-type")), (200, Some("application/pdf")));
        assert_eq!(head.header("cache-control"), Some("no-store"));
        assert!(bytes.starts_with(b"%PDF-1.") && head.text.contains("(Your plan)"));
        assert!(head.text.contains("School") || head.text.contains("Go to school every day"));
        for text in [&page.text, &head.text] {
            for secret in [view["reference"].as_str().unwrap(), "2011", &planned.case, &planned.plan] {
                assert!(!text.contains(secret), "{secret}");
            }
        }
        let acts = world.acts().await;
        assert_eq!(acts.iter().filter(|act| *act == "step_down.summary").count(), 2);
    }
}
