//! One action as it is now, with everything that hangs on it, by one question.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, sea_query::Query,
};
use serde::Deserialize;
use shared::{
    agencies::api::AgencyRef,
    calendar::PartialDate,
    ids::{ActionId, AgencyId, EvidenceId, MilestoneId, UpdateId},
    plans::api::{ActionRef, EvidenceView, MilestoneState},
    updates::UpdateState,
};

use crate::{
    db::json::{Found, Lists, Place},
    error::ApiError,
    features::{
        governance::uses::{self, DecisionRow},
        plans::{
            find::SeenPlan,
            lists::{self, Depth, LinkRow, Which},
            moment::Cycles,
            records::MilestoneRecord,
            reports::{self, Content},
        },
    },
};

use super::view::Sheet;

/// Where what hangs on the action stands in the answer.
struct Asked {
    milestones: Place,
    links_in: Place,
    /// The other ends of links, in both directions.
    ends: Place,
    evidence: Place,
    groups: Place,
    decisions: Place,
    open: Option<Place>,
}

fn ask(lists: &mut Lists, cycles: &Cycles) -> Asked {
    Asked {
        milestones: milestones(lists),
        links_in: lists.list(
            &[
                &lists.id("l.from_action_id"),
                &lists.id("l.id"),
                "l.kind",
                "l.printed",
                "l.label",
                &lists.id_or_null("l.target_id"),
                "l.resolution",
            ],
            "l.sort",
            "chosen c CROSS JOIN link l WHERE l.target_id = c.id",
        ),
        ends: lists.list(
            &[
                &lists.id("a.id"),
                "COALESCE(a.reference, a.printed_ref)",
                "a.title",
            ],
            "",
            "action a WHERE a.id IN (SELECT l.target_id FROM chosen c CROSS JOIN link l WHERE l.from_action_id = c.id \
             UNION SELECT l.from_action_id FROM chosen c CROSS JOIN link l WHERE l.target_id = c.id)",
        ),
        evidence: lists.list(
            &[
                &lists.id("e.id"),
                "e.title",
                "e.author",
                "e.year",
                "e.kind",
                &lists.json("e.variants"),
                &lists.truth("e.listed"),
                "e.note",
                "x.page",
            ],
            "e.sort",
            "chosen c CROSS JOIN action_evidence x CROSS JOIN evidence e \
             WHERE x.action_id = c.id AND e.id = x.evidence_id",
        ),
        groups: lists.list(
            &["g.name"],
            "g.sort",
            "chosen c CROSS JOIN group_action x CROSS JOIN vulnerable_group g \
             WHERE x.action_id = c.id AND g.id = x.group_id",
        ),
        decisions: uses::ask(lists),
        open: cycles.chosen().map(|cycle| {
            let cycle = lists.bind(cycle.id);
            let open: Vec<String> = UpdateState::ALL
                .iter()
                .filter(|state| state.open())
                .map(|state| format!("'{}'", state.code()))
                .collect();
            lists.list(
                &[&lists.id("u.id"), &lists.id("u.agency_id")],
                "",
                &format!(
                    "chosen c CROSS JOIN progress_update u WHERE u.action_id = c.id AND u.cycle_id = {cycle} AND u.state IN ({})",
                    open.join(", ")
                ),
            )
        }),
    }
}

fn milestones(lists: &mut Lists) -> Place {
    lists.list(
        &[
            &lists.id("m.id"),
            "m.source_id",
            "m.sort",
            "m.title",
            "m.kind",
            "m.starts",
            "m.due",
            "m.state",
            "m.printed_state",
            "m.done_on",
            "m.moves",
            "m.note",
            "m.version",
            &lists.id_or_null("g.id"),
            "g.name",
            "g.abbreviation",
        ],
        "m.sort, m.id",
        "chosen c CROSS JOIN milestone_action x CROSS JOIN milestone m LEFT JOIN agency g ON g.id = m.owner_id \
         WHERE x.action_id = c.id AND m.id = x.milestone_id",
    )
}

#[derive(Deserialize)]
struct MilestoneRow {
    id: MilestoneId,
    source_id: Option<String>,
    sort: i32,
    title: String,
    kind: String,
    starts: Option<PartialDate>,
    due: Option<PartialDate>,
    state: MilestoneState,
    printed_state: Option<String>,
    done_on: Option<NaiveDate>,
    moves: i32,
    note: Option<String>,
    version: i32,
    owner: Option<AgencyId>,
    owner_name: Option<String>,
    owner_abbreviation: Option<String>,
}

impl MilestoneRow {
    fn record(self, action: ActionId) -> MilestoneRecord {
        let owner = self.owner.zip(self.owner_name);
        MilestoneRecord {
            owner: owner.map(|(id, name)| AgencyRef {
                id,
                name,
                abbreviation: self.owner_abbreviation,
            }),
            id: self.id,
            source_id: self.source_id,
            order: self.sort,
            title: self.title,
            kind: self.kind,
            starts: self.starts,
            due: self.due,
            state: self.state,
            printed_state: self.printed_state,
            done_on: self.done_on,
            moves: self.moves,
            note: self.note,
            version: self.version,
            // The one that it was read for; others of which it is a step are not asked for here.
            actions: vec![action],
            because: Vec::new(),
        }
    }
}

#[derive(Deserialize)]
struct EvidenceRow {
    id: EvidenceId,
    title: String,
    author: Option<String>,
    year: Option<i32>,
    kind: String,
    variants: Option<Vec<String>>,
    listed: bool,
    note: Option<String>,
    page: Option<String>,
}

impl From<EvidenceRow> for EvidenceView {
    fn from(row: EvidenceRow) -> Self {
        Self {
            id: row.id,
            title: row.title,
            author: row.author,
            year: row.year,
            kind: row.kind,
            variants: row.variants.unwrap_or_default(),
            listed: row.listed,
            note: row.note,
            page: row.page,
        }
    }
}

/// The action as it is now.
///
/// # Errors
/// `not_found` where the plan has none such.
pub(super) async fn live(
    connection: &impl ConnectionTrait,
    plan: &SeenPlan,
    action: ActionId,
    cycles: &Cycles,
) -> Result<Sheet, ApiError> {
    let mut lists = Lists::new(connection.get_database_backend());
    let record = lists::ask(&mut lists, plan.id(), Which::These(&[action]), Depth::Whole);
    let reports = reports::ask(&mut lists, cycles, Content::None);
    let around = ask(&mut lists, cycles);
    let found = lists.ask(connection).await?;
    let record = record.read(&found)?.pop().ok_or_else(ApiError::not_found)?;
    let milestones: Vec<MilestoneRow> = found.rows(around.milestones)?;
    let ends: Vec<ActionRef> = found.rows(around.ends)?;
    let targets: HashMap<ActionId, ActionRef> = ends.into_iter().map(|end| (end.id, end)).collect();
    let links_in: Vec<LinkRow> = found.rows(around.links_in)?;
    let evidence: Vec<EvidenceRow> = found.rows(around.evidence)?;
    Ok(Sheet {
        record,
        milestones: milestones
            .into_iter()
            .map(|row| row.record(action))
            .collect(),
        links_in: links_in
            .into_iter()
            .filter_map(|row| Some((targets.get(&row.from)?.clone(), row.into())))
            .collect(),
        targets,
        evidence: evidence.into_iter().map(Into::into).collect(),
        groups: names(&found, around.groups)?,
        decisions: found
            .rows::<DecisionRow>(around.decisions)?
            .into_iter()
            .map(Into::into)
            .collect(),
        reports: reports.read(&found)?,
        open: match around.open {
            Some(place) => found.rows::<(UpdateId, AgencyId)>(place)?.pop(),
            None => None,
        },
    })
}

fn names(found: &Found, place: Place) -> Result<Vec<String>, ApiError> {
    let rows: Vec<(String,)> = found.rows(place)?;
    Ok(rows.into_iter().map(|(name,)| name).collect())
}

/// The groups of which an action speaks.
///
/// # Errors
/// When the database fails.
pub(super) async fn groups(
    connection: &impl ConnectionTrait,
    action: ActionId,
) -> Result<Vec<String>, ApiError> {
    use entities::{group_action, vulnerable_group};
    let speaking = Query::select()
        .column(group_action::Column::GroupId)
        .from(group_action::Entity)
        .and_where(group_action::Column::ActionId.eq(action.0))
        .to_owned();
    Ok(vulnerable_group::Entity::find()
        .filter(vulnerable_group::Column::Id.in_subquery(speaking))
        .order_by_asc(vulnerable_group::Column::Sort)
        .all(connection)
        .await?
        .into_iter()
        .map(|row| row.name)
        .collect())
}
