//! Who has an update open to write it, as far as this process was asked lately. It is remembered
//! for less than a minute and never written down: that nobody's words are lost is the versions'
//! work, this only lets people know of each other before they type.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex, PoisonError},
};

use chrono::{DateTime, Duration, Utc};
use shared::{
    auth::api::PersonRef,
    ids::{PersonId, UpdateId},
    policy::Verb,
    updates::api::Editors,
};

use crate::{ctx::Ctx, error::ApiError, features::names};

use super::{judge, store};

/// How long somebody counts as being there after they asked last.
const FOR: Duration = Duration::seconds(40);
/// Updates that are remembered at most.
const MOST: usize = 10_000;

#[derive(Clone, Debug)]
struct Seen {
    person: PersonRef,
    at: DateTime<Utc>,
}

/// Who has which update open.
#[derive(Clone, Debug, Default)]
pub struct Presence(Arc<Mutex<HashMap<UpdateId, Vec<Seen>>>>);

impl Presence {
    /// Notes that `person` has `update` open, and says who else has, by name.
    fn note(&self, update: UpdateId, person: PersonRef, now: DateTime<Utc>) -> Vec<PersonRef> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if open.len() >= MOST {
            for there in open.values_mut() {
                there.retain(|seen| now - seen.at < FOR);
            }
            open.retain(|_, there| !there.is_empty());
        }
        if open.len() >= MOST && !open.contains_key(&update) {
            return Vec::new();
        }
        let there = open.entry(update).or_default();
        there.retain(|seen| now - seen.at < FOR && seen.person.id != person.id);
        let mut others: Vec<PersonRef> = there.iter().map(|seen| seen.person.clone()).collect();
        others.sort_by_cached_key(|other| (other.name.to_lowercase(), other.id));
        there.push(Seen { person, at: now });
        others
    }
}

/// Who else has an update open to write it. Whoever asks has it open too.
///
/// # Errors
/// `not_found`, or `forbidden` for those who may not write it.
pub async fn editors(ctx: &Ctx, update: UpdateId) -> Result<Editors, ApiError> {
    let row = store::find(ctx.read(), ctx.actor(), ctx.scope(), update).await?;
    judge::role(
        ctx.actor(),
        Verb::Update,
        row.plan_id.into(),
        &[row.agency_id.into()],
    )
    .map_err(ApiError::forbidden)?;
    let own = ctx.actor().person;
    let ids = [own, PersonId(row.last_editor_id)];
    let mut people = names::people(ctx.read(), ids).await?;
    let last_editor = people.get(&PersonId(row.last_editor_id)).cloned();
    let others = match people.remove(&own) {
        Some(person) => ctx.app.presence.note(update, person, ctx.now),
        None => Vec::new(),
    };
    Ok(Editors {
        others,
        last_editor,
        changed_at: row.changed_at,
        version: row.version,
    })
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn people_know_of_each_other_for_a_while() {
        let presence = Presence::default();
        let update = |number| UpdateId(Uuid::from_u128(number));
        let person = |number, name: &str| PersonRef {
            id: PersonId(Uuid::from_u128(number)),
            name: name.to_owned(),
        };
        let start = crate::clock::now();
        let note = |at, number, name: &str, after: i64| -> Vec<String> {
            presence
                .note(
                    update(at),
                    person(number, name),
                    start + Duration::seconds(after),
                )
                .into_iter()
                .map(|other| other.name)
                .collect()
        };
        assert!(note(1, 1, "Edie", 0).is_empty());
        assert_eq!(note(1, 2, "Ali", 10), ["Edie"]);
        assert!(note(2, 2, "Ali", 10).is_empty(), "another update");
        assert_eq!(note(1, 1, "Edie", 20), ["Ali"]);
        assert_eq!(note(1, 3, "Bo", 30), ["Ali", "Edie"]);
        assert_eq!(note(1, 3, "Bo", 55), ["Edie"], "Ali has gone");
        assert!(note(1, 3, "Bo", 100).is_empty());
    }
}
