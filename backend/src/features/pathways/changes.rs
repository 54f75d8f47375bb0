//! What happened to a pathway, from the states that history keeps.

use shared::{
    ids::PathwayId,
    pathways::{
        api::{PathwayChange, PathwayChanges},
        changes as differences,
    },
    plans::api::FieldChange,
    policy::Verb,
};

use crate::{
    ctx::Ctx,
    db::history::{self, Past},
    error::ApiError,
    features::names,
};

use super::{
    read::{find, plan},
    record::PathwayRecord,
    view::Around,
};

/// Every change of a pathway, the latest first.
///
/// # Errors
/// `not_found`.
pub(super) async fn of(
    ctx: &Ctx,
    text: &str,
    pathway: PathwayId,
) -> Result<PathwayChanges, ApiError> {
    let plan = plan(ctx, text, Verb::Read).await?;
    find(ctx.read(), &plan, pathway).await?;
    let past: Vec<Past<PathwayRecord>> = history::of(ctx.read(), [pathway.0]).await?;
    let people = names::people(ctx.read(), past.iter().filter_map(|one| one.actor)).await?;
    let records: Vec<PathwayRecord> = past.iter().map(|one| one.body.clone()).collect();
    let around = Around::load(ctx.read(), plan.id(), &records, ctx.today()).await?;
    let mut items: Vec<PathwayChange> = Vec::with_capacity(past.len());
    let mut before: Option<&PathwayRecord> = None;
    for one in &past {
        let after = &one.body;
        items.push(PathwayChange {
            at: one.from,
            by: one
                .actor
                .and_then(|id| people.get(&id))
                .map(|person| person.name.clone()),
            version: after.version,
            changes: before.map_or_else(Vec::new, |before| changed(before, after, &around)),
        });
        before = Some(after);
    }
    items.reverse();
    Ok(PathwayChanges { items })
}

fn changed(before: &PathwayRecord, after: &PathwayRecord, around: &Around) -> Vec<FieldChange> {
    let mut told = differences(&before.said, &after.said, |id| around.name(id));
    let day = |record: &PathwayRecord| record.valid_to.map(shared::calendar::day_in_words);
    for (field, from, to) in [
        ("Last day", day(before), day(after)),
        (
            "Why it ends",
            before.closed_because.clone(),
            after.closed_because.clone(),
        ),
    ] {
        if from != to {
            told.push(FieldChange {
                field: field.to_owned(),
                from,
                to,
            });
        }
    }
    told
}
