//! Many who read at the same time: as many entries in the log as answers, and not one answer more
//! once somebody has been told that a reader is no longer named.
//!
//! `THROUGHLINE_CASE_READINGS` says how often each of twelve readers reads (20 where it says
//! nothing).

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use entities::audit_entry::{Column, Entity};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};
use serde_json::json;
use shared::{ids::PersonId, policy::Role};
use uuid::Uuid;

use super::crew::{Crew, Worker, newcomer};
use crate::support::{World, on_both};

/// How many people of one agency are named, which is as many as can be.
const READERS: usize = 12;

async fn readings(world: &World, case: &str, of: Option<PersonId>) -> u64 {
    let mut entries = Entity::find()
        .filter(Column::SubjectId.eq(case.parse::<Uuid>().unwrap()))
        .filter(Column::Act.eq("case.read"));
    if let Some(person) = of {
        entries = entries.filter(Column::ActorId.eq(person.0));
    }
    entries.count(&world.app.db.read).await.unwrap()
}

async fn name(crew: &Crew, world: &World, case: &str, people: &[&Worker]) {
    let part = crew.part(world, case, 0).await.unwrap();
    let people: Vec<PersonId> = people.iter().map(|worker| worker.person).collect();
    let path = format!("{}/people", part.path);
    let body = json!({ "people": people });
    let caller = &crew.workers[0].caller;
    caller.post_to(&path, part.version, &body).await.expect(200);
}

on_both! {
    async fn every_answer_is_in_the_log(world: World) {
        let crew = Crew::new(&world).await;
        let case = crew.open().await;
        let mut readers = vec![crew.workers[0].clone()];
        while readers.len() < READERS {
            readers.push(newcomer(&world, Role::Practitioner, world.seed.council).await);
        }
        name(&crew, &world, &case, &readers.iter().collect::<Vec<_>>()).await;
        let many: u64 = std::env::var("THROUGHLINE_CASE_READINGS").map_or(20, |text| text.parse().unwrap());
        let before = readings(&world, &case, None).await;
        let tasks: Vec<_> = readers
            .iter()
            .map(|reader| {
                let (caller, path) = (reader.caller.clone(), format!("/cases/{case}"));
                tokio::spawn(async move {
                    for _ in 0..many {
                        caller.get(&path).await.expect(200);
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        for reader in &readers {
            let own = if reader.person == readers[0].person { before } else { 0 };
            assert_eq!(readings(&world, &case, Some(reader.person)).await, many + own);
        }
        assert_eq!(readings(&world, &case, None).await - before, many * READERS as u64);
        // Nobody else leaves a trace, since nobody else is answered.
        crew.colleagues[0].caller.get(&format!("/cases/{case}")).await.expect(404);
        assert_eq!(readings(&world, &case, None).await - before, many * READERS as u64);
    }
}

on_both! {
    async fn not_one_answer_after_the_removal(world: World) {
        let crew = Crew::new(&world).await;
        for _ in 0..3 {
            let case = crew.open().await;
            let reader = &crew.colleagues[0];
            name(&crew, &world, &case, &[&crew.workers[0], reader]).await;
            let removed = Arc::new(AtomicBool::new(false));
            let (known, caller, path) = (Arc::clone(&removed), reader.caller.clone(), format!("/cases/{case}"));
            let reads = tokio::spawn(async move {
                let mut answers = 0u64;
                // It ends: one that is asked for after the removal is refused, or the test fails.
                loop {
                    let after = known.load(Ordering::SeqCst);
                    let status = caller.get(&path).await.status;
                    assert!(status == 404 || !after, "{status} after the removal was acknowledged");
                    if status == 404 {
                        return answers;
                    }
                    answers += 1;
                }
            });
            name(&crew, &world, &case, &[&crew.workers[0]]).await;
            removed.store(true, Ordering::SeqCst);
            let answers = reads.await.unwrap();
            assert_eq!(readings(&world, &case, Some(reader.person)).await, answers);
        }
    }
}
