//! How what was found is shown: with its name, a passage, and where it stands.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::{
    events,
    ids::{ActionId, CycleId, PlanId},
    plans::api::ActionRef,
    search::{
        SearchKind, Wanted,
        api::{FoundUpdate, SearchHit, Segment},
    },
    updates::api::CycleRef,
};
use uuid::Uuid;

use crate::{
    ctx::Ctx,
    error::ApiError,
    features::{names, updates::records},
};

use super::find::{self, BEGIN, END, Found, LESS};

/// The hits of the records `found`, which lie within the caller's reach, by their ids.
pub(super) async fn hits(
    ctx: &Ctx,
    wanted: &Wanted,
    found: &[Found],
) -> Result<HashMap<Uuid, SearchHit>, ApiError> {
    if found.is_empty() {
        return Ok(HashMap::new());
    }
    let connection = ctx.read();
    let mut marked: HashMap<Uuid, find::Marked> = find::marked(connection, wanted, found)
        .await?
        .into_iter()
        .map(|row| (row.record_id, row))
        .collect();
    let plans = names::plans(connection, found.iter().filter_map(|row| row.plan)).await?;
    let mut updates = updates(connection, found).await?;
    Ok(found
        .iter()
        .filter_map(|row| {
            let words = marked.remove(&row.id)?;
            let update = updates.remove(&row.id);
            if row.kind == SearchKind::Update && update.is_none() {
                return None;
            }
            let title = match &update {
                Some(update) => vec![plain(&update.action)],
                None => segments(&words.title),
            };
            let hit = SearchHit {
                id: row.id,
                title,
                excerpt: segments(&words.excerpt),
                plan: row.plan.and_then(|id| plans.get(&id).cloned()),
                update,
                address: address(row.kind, row.id, row.plan)?,
            };
            Some((row.id, hit))
        })
        .collect())
}

/// Evidence stands in its plan; everything else can be read by itself.
fn address(kind: SearchKind, id: Uuid, plan: Option<PlanId>) -> Option<String> {
    match (kind, plan) {
        (SearchKind::Evidence, Some(plan)) => events::address("plan", plan.0, Some(plan)),
        _ => events::address(kind.code(), id, plan),
    }
}

fn plain(action: &ActionRef) -> Segment {
    Segment {
        text: format!("{} {}", action.reference, action.title),
        found: false,
    }
}

/// What the updates among `found` report on.
async fn updates(
    connection: &impl ConnectionTrait,
    found: &[Found],
) -> Result<HashMap<Uuid, FoundUpdate>, ApiError> {
    use entities::{cycle, progress_update};
    let ids: Vec<Uuid> = found
        .iter()
        .filter(|row| row.kind == SearchKind::Update)
        .map(|row| row.id)
        .collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = progress_update::Entity::find()
        .filter(progress_update::Column::Id.is_in(ids))
        .all(connection)
        .await?;
    let actions =
        names::actions(connection, rows.iter().map(|row| ActionId(row.action_id))).await?;
    let cycles: HashMap<CycleId, CycleRef> = cycle::Entity::find()
        .filter(cycle::Column::Id.is_in(rows.iter().map(|row| row.cycle_id)))
        .all(connection)
        .await?
        .into_iter()
        .map(|row| {
            let id = CycleId(row.id);
            (id, CycleRef { id, name: row.name })
        })
        .collect();
    let mut shown = HashMap::new();
    for row in rows {
        let state = records::state_of(&row)?;
        if let (Some(action), Some(cycle)) = (
            actions.get(&ActionId(row.action_id)),
            cycles.get(&CycleId(row.cycle_id)),
        ) {
            shown.insert(
                row.id,
                FoundUpdate {
                    action: action.clone(),
                    cycle: cycle.clone(),
                    agency: row.agency_name,
                    state,
                },
            );
        }
    }
    Ok(shown)
}

/// The pieces of a text in which the words that were looked for are marked.
fn segments(marked: &str) -> Vec<Segment> {
    let mut pieces: Vec<Segment> = Vec::new();
    let mut add = |text: &str, found: bool| {
        if !text.is_empty() {
            pieces.push(Segment {
                text: text.replace(LESS, "<"),
                found,
            });
        }
    };
    for (at, part) in marked.trim().split(BEGIN).enumerate() {
        match part.split_once(END) {
            Some((found, rest)) if at > 0 => {
                add(found, true);
                add(rest, false);
            }
            _ => add(part, false),
        }
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_the_text() {
        let shown = |text: &str| -> Vec<(String, bool)> {
            segments(text)
                .into_iter()
                .map(|piece| (piece.text, piece.found))
                .collect()
        };
        let piece = |text: &str, found| (text.to_owned(), found);
        assert_eq!(
            shown("\u{2}Early\u{3} help \u{4}b> \u{2}hubs\u{3}"),
            [
                piece("Early", true),
                piece(" help <b> ", false),
                piece("hubs", true)
            ]
        );
        assert_eq!(shown("No match"), [piece("No match", false)]);
        assert!(shown("").is_empty());
        // An end without a beginning marks nothing.
        assert_eq!(
            shown("a\u{3}b").iter().filter(|(_, found)| *found).count(),
            0
        );
    }
}
