//! The lists of cases. Everything about the caller's cases comes by one question; which list a case
//! stands in is told by the rule of `shared`.

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ActiveModelTrait, ActiveValue::Set, ConnectionTrait};
use serde::Deserialize;
use shared::{
    agencies::api::AgencyRef,
    agreements::AgreementStanding,
    cases::{
        CaseReference, CaseState, CaseWhy, Moving, NeedLevel, PartState, Sharing,
        api::{CaseCounts, CaseList, CaseListing, CaseRow},
        has_ground,
    },
    ids::{AgencyId, CaseId, PartId},
    policy::{Actor, Role},
    problem::ErrorCode,
    step_down::{Duty, StepDownState},
};
use std::collections::HashMap;

use crate::{
    clock,
    db::{
        Act, Unit,
        json::{Lists, Place, ids},
    },
    error::ApiError,
    features::names,
};

/// Cases on a page.
const PAGE: usize = 50;

/// Which list, and where it begins.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Which list; that of the caller's cases when absent
    pub view: Option<CaseListing>,
    /// Only cases in which the caller's part is for this agency
    pub agency: Option<AgencyId>,
    /// Where the page begins: the last case of the page before
    pub after: Option<CaseId>,
}

/// A case for which the caller is named.
#[derive(Debug, Deserialize)]
struct Mine {
    case: CaseId,
    part: PartId,
    agency: AgencyId,
    reference: CaseReference,
    level: NeedLevel,
    state: CaseState,
    since: DateTime<Utc>,
    opened: DateTime<Utc>,
    concern: bool,
    holder: Option<AgencyId>,
    asked: Option<DateTime<Utc>>,
    pass: Option<(AgencyId, DateTime<Utc>, bool)>,
    plan: Option<StepDownState>,
    proposed: Option<DateTime<Utc>>,
    to_agree: bool,
    stepped_down: Option<NaiveDate>,
    duties: Option<HashMap<Duty, serde_json::Value>>,
    review: Option<NaiveDate>,
    grounds: Vec<(Sharing, Option<NaiveDate>, Option<NaiveDate>)>,
    nobody_named: bool,
}

/// An agency's part that waits for its lead.
#[derive(Debug, Deserialize)]
struct Asked {
    case: CaseId,
    part: PartId,
    reference: CaseReference,
    level: NeedLevel,
    state: CaseState,
    holder: Option<AgencyId>,
    part_state: PartState,
    at: DateTime<Utc>,
}

/// Reads a list, and writes down that it was read and what it showed.
///
/// # Errors
/// `not_found` for whoever works with no cases.
pub(super) async fn list(unit: &mut Unit<'_>, filter: &Filter) -> Result<CaseList, ApiError> {
    let actor = unit.actor()?;
    let practises = agencies(actor, &[Role::Practitioner]);
    let answers = agencies(actor, &[Role::Practitioner, Role::AgencyLead]);
    let person = actor.person;
    if actor.scopes.is_some() || answers.is_empty() {
        return Err(ApiError::not_found());
    }
    let today = unit.today();
    let mut lists = Lists::new(unit.txn.get_database_backend());
    let mine = mine(&mut lists, person.0, &practises);
    let asked = asked(&mut lists, &answers);
    let found = lists.ask(unit.txn).await?;
    let mine: Vec<Mine> = found.rows(mine)?;
    let asked: Vec<Asked> = found.rows(asked)?;
    let view = filter.view.unwrap_or_default();
    let fits = |agency: AgencyId| filter.agency.is_none_or(|only| only == agency);
    let mut counts = CaseCounts::default();
    let mut shown: Vec<Entry> = Vec::new();
    for one in asked {
        counts.asked += 1;
        if view == CaseListing::Asked && filter.agency.is_none() {
            shown.push(Entry::asked(one));
        }
    }
    for one in mine {
        let moving = one.moving(today);
        let stuck = if one.state.live() {
            moving.stuck(today)
        } else {
            Vec::new()
        };
        let review = moving.review(today).filter(|_| one.state.live());
        let wanted = one.wanted();
        counts.mine += u32::from(one.state.live());
        counts.asked += u32::try_from(wanted.len()).unwrap_or(u32::MAX);
        counts.stuck += u32::from(!stuck.is_empty());
        match review {
            Some((CaseWhy::ReviewMissed, _)) => counts.reviews_missed += 1,
            Some(_) => counts.reviews_due += 1,
            None => {}
        }
        let why: Vec<(CaseWhy, Option<NaiveDate>)> = match view {
            CaseListing::Mine if one.state.live() => {
                vec![(CaseWhy::Named, review.map(|(_, day)| day))]
            }
            CaseListing::Ended if !one.state.live() => vec![(CaseWhy::Ended, None)],
            CaseListing::Asked => wanted.into_iter().map(|why| (why, None)).collect(),
            CaseListing::Reviews => review
                .into_iter()
                .map(|(why, day)| (why, Some(day)))
                .collect(),
            CaseListing::Stuck => stuck
                .into_iter()
                .map(|(why, day)| (why, Some(day)))
                .collect(),
            CaseListing::Mine | CaseListing::Ended => Vec::new(),
        };
        if !why.is_empty() && fits(one.agency) {
            shown.push(Entry::mine(one, &why, today));
        }
    }
    let (shown, next) = page(shown, filter.after)?;
    let items = named(unit, shown).await?;
    let reads_for = filter
        .agency
        .filter(|agency| answers.contains(agency))
        .or_else(|| practises.first().copied())
        .or_else(|| answers.first().copied());
    written(unit, view, reads_for, &items).await?;
    Ok(CaseList {
        view,
        items,
        next: next.map(|case| case.to_string()),
        counts,
    })
}

/// The agencies in which the caller holds one of `roles`.
fn agencies(actor: &Actor, roles: &[Role]) -> Vec<AgencyId> {
    let mut found: Vec<AgencyId> = actor
        .grants
        .iter()
        .filter(|grant| roles.contains(&grant.role))
        .filter_map(|grant| grant.agency)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// The cases for which a person is named, of agencies for which they work today.
fn mine(lists: &mut Lists, person: uuid::Uuid, agencies: &[AgencyId]) -> Place {
    let person = lists.bind(person);
    let agencies = ids(lists, agencies.iter().map(|agency| agency.0));
    let (live, open) = (PartState::Live.code(), "until_at IS NULL");
    let pass = lists.json(&format!(
        "(SELECT {} FROM case_pass x WHERE x.case_id = f.id AND x.state IN ('open', 'accepted'))",
        lists.several(&[
            &lists.id("x.to_agency"),
            "COALESCE(x.answered_at, x.asked_at)",
            &lists.truth("x.state = 'open'"),
        ])
    ));
    let to_agree = lists.truth(
        "EXISTS (SELECT 1 FROM step_down_version w WHERE w.plan_id = s.id AND w.stage = 'proposed' \
         AND NOT EXISTS (SELECT 1 FROM step_down_acceptance a WHERE a.plan_id = w.plan_id \
         AND a.number = w.number AND a.agency_id = n.agency_id))",
    );
    let holder = lists.id_or_null(&format!(
        "(SELECT r.agency_id FROM responsibility r WHERE r.case_id = f.id AND r.{open})"
    ));
    let grounds = lists.inner(
        &[&lists.json("q.sharing"), "t.starts_on", "t.ends_on"],
        &format!(
            "case_part q LEFT JOIN sharing_agreement t ON t.id = q.agreement_id \
             WHERE q.case_id = f.id AND q.state = '{live}' AND q.sharing IS NOT NULL"
        ),
    );
    let nobody_named = lists.truth(&format!(
        "EXISTS (SELECT 1 FROM case_part q WHERE q.case_id = f.id AND q.state = '{live}' \
         AND NOT EXISTS (SELECT 1 FROM case_named y WHERE y.part_id = q.id AND y.{open}))"
    ));
    lists.list(
        &[
            &lists.id("f.id"),
            &lists.id("n.part_id"),
            &lists.id("n.agency_id"),
            "f.reference",
            "f.level",
            "f.state",
            "f.state_since",
            "f.opened_at",
            &lists.truth("f.concern"),
            &holder,
            "(SELECT min(q.asked_at) FROM case_part q WHERE q.case_id = f.id AND q.state = 'asked')",
            &pass,
            "s.state",
            "CASE WHEN EXISTS (SELECT 1 FROM step_down_version w WHERE w.plan_id = s.id \
             AND w.stage = 'proposed') THEN s.proposed_at END",
            &to_agree,
            "s.stepped_down_on",
            &lists.json("s.duties"),
            "(SELECT min(v.due) FROM step_down_review v WHERE v.plan_id = s.id AND v.answered_at IS NULL)",
            &grounds,
            &nobody_named,
        ],
        "",
        &format!(
            "case_named n JOIN case_part p ON p.id = n.part_id AND p.state = '{live}' \
             JOIN case_file f ON f.id = n.case_id AND f.reference IS NOT NULL \
             LEFT JOIN step_down s ON s.case_id = f.id \
             AND s.state IN ('draft', 'proposed', 'agreed', 'stepping_down', 'sustained') \
             WHERE n.person_id = {person} AND n.{open} AND n.agency_id IN ({agencies})"
        ),
    )
}

/// What agencies are asked, and their parts for which nobody is named.
fn asked(lists: &mut Lists, agencies: &[AgencyId]) -> Place {
    let agencies = ids(lists, agencies.iter().map(|agency| agency.0));
    let holder = lists.id_or_null(
        "(SELECT r.agency_id FROM responsibility r WHERE r.case_id = f.id AND r.until_at IS NULL)",
    );
    lists.list(
        &[
            &lists.id("f.id"),
            &lists.id("p.id"),
            "f.reference",
            "f.level",
            "f.state",
            &holder,
            "p.state",
            "p.asked_at",
        ],
        "",
        &format!(
            "case_part p JOIN case_file f ON f.id = p.case_id AND f.reference IS NOT NULL \
             WHERE p.agency_id IN ({agencies}) AND (p.state = 'asked' OR (p.state = 'live' \
             AND f.state = 'open' AND NOT EXISTS (SELECT 1 FROM case_named y \
             WHERE y.part_id = p.id AND y.until_at IS NULL)))"
        ),
    )
}

impl Mine {
    fn moving(&self, today: NaiveDate) -> Moving {
        let day = |at: DateTime<Utc>| clock::london_day(at);
        Moving {
            opened: day(self.opened),
            asked: self.asked.map(day),
            plan: self.plan,
            proposed: self.proposed.map(day),
            stepped_down: self
                .stepped_down
                .filter(|_| self.plan.is_some_and(StepDownState::reviewed)),
            done: self
                .duties
                .as_ref()
                .map(|done| done.keys().copied().collect())
                .unwrap_or_default(),
            passing: self.pass.map(|(_, at, _)| day(at)),
            review: self
                .review
                .filter(|_| self.plan.is_some_and(StepDownState::reviewed)),
            no_ground: self.grounds.iter().any(|(sharing, from, until)| {
                let agreement = from.map(|from| AgreementStanding::of(from, *until, today));
                !has_ground(sharing, agreement, today)
            }),
            nobody_named: self.nobody_named,
            concern: self.concern,
        }
    }

    /// What the caller's agency is asked.
    fn wanted(&self) -> Vec<CaseWhy> {
        let mut wanted = Vec::new();
        if self
            .pass
            .is_some_and(|(to, _, open)| open && to == self.agency)
        {
            wanted.push(CaseWhy::ToHold);
        }
        if self.to_agree {
            wanted.push(CaseWhy::ToAgree);
        }
        wanted
    }
}

/// A case that is shown, before its agencies have their names.
struct Entry {
    row: CaseRow,
    holder: Option<AgencyId>,
    order: (NaiveDate, CaseId),
}

impl Entry {
    fn mine(one: Mine, why: &[(CaseWhy, Option<NaiveDate>)], today: NaiveDate) -> Self {
        let due = why.iter().filter_map(|(_, day)| *day).min();
        Self {
            order: (due.unwrap_or(NaiveDate::MAX), one.case),
            holder: one.holder,
            row: CaseRow {
                id: one.case,
                reference: one.reference,
                level: one.level,
                state: one.state,
                holder: None,
                part_id: one.part,
                part: PartState::Live,
                why: why.iter().map(|(why, _)| *why).collect(),
                since: one.since,
                due,
                overdue: due.is_some_and(|day| day < today),
                step_down: one.plan,
                concern: one.concern,
            },
        }
    }

    fn asked(one: Asked) -> Self {
        Self {
            order: (clock::london_day(one.at), one.case),
            holder: one.holder,
            row: CaseRow {
                id: one.case,
                reference: one.reference,
                level: one.level,
                state: one.state,
                holder: None,
                part_id: one.part,
                part: one.part_state,
                why: vec![match one.part_state {
                    PartState::Live => CaseWhy::NobodyNamed,
                    _ => CaseWhy::ToJoin,
                }],
                since: one.at,
                due: None,
                overdue: false,
                step_down: None,
                // No more than is needed for an answer.
                concern: false,
            },
        }
    }
}

/// The page after a case: what is due first, first.
fn page(
    mut shown: Vec<Entry>,
    after: Option<CaseId>,
) -> Result<(Vec<Entry>, Option<CaseId>), ApiError> {
    shown.sort_by_key(|entry| entry.order);
    if let Some(after) = after {
        let place = shown
            .iter()
            .position(|entry| entry.row.id == after)
            .ok_or_else(|| {
                ApiError::new(
                    ErrorCode::BadQuery,
                    "The parameter after must be one that a page before gave as next, and the list has changed since. Begin again.",
                )
            })?;
        shown.drain(..=place);
    }
    let more = shown.len() > PAGE;
    shown.truncate(PAGE);
    let next = shown.last().filter(|_| more).map(|entry| entry.row.id);
    Ok((shown, next))
}

async fn named(unit: &Unit<'_>, shown: Vec<Entry>) -> Result<Vec<CaseRow>, ApiError> {
    let agencies: HashMap<AgencyId, AgencyRef> =
        names::agencies(unit.txn, shown.iter().filter_map(|entry| entry.holder)).await?;
    Ok(shown
        .into_iter()
        .map(|entry| CaseRow {
            holder: entry.holder.and_then(|id| agencies.get(&id).cloned()),
            ..entry.row
        })
        .collect())
}

/// One row with all ids, and one entry of the audit log that names it.
async fn written(
    unit: &mut Unit<'_>,
    view: CaseListing,
    agency: Option<AgencyId>,
    items: &[CaseRow],
) -> Result<(), ApiError> {
    let actor = unit.actor()?;
    let id = clock::ordered_id();
    let cases: Vec<CaseId> = items.iter().map(|row| row.id).collect();
    entities::case_listed::ActiveModel {
        id: Set(id),
        person_id: Set(actor.person.0),
        agency_id: Set(agency.map(|agency| agency.0)),
        at: Set(unit.now),
        view: Set(serde_json::to_value(view)?
            .as_str()
            .unwrap_or_default()
            .to_owned()),
        cases: Set(serde_json::to_value(cases)?),
    }
    .insert(unit.txn)
    .await?;
    unit.record(Act {
        act: "case.list",
        kind: "case_listing",
        subject: id,
        plan: None,
        agency,
    });
    Ok(())
}
