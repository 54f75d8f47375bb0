//! Who has read a case, told from the audit log.

use std::collections::{HashMap, HashSet};

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement, Value};
use serde::Deserialize;
use shared::{
    audit,
    cases::{
        CaseVerb,
        api::{CaseLog, CaseReading},
    },
    ids::{AgencyId, CaseId, PersonId},
    policy::{Actor, Role},
};
use uuid::Uuid;

use crate::{
    db::{Act, Unit},
    error::ApiError,
    features::names,
    http::page::Cursor,
};

use super::{door, read::reading};

/// Readings on a page.
const PAGE: usize = 100;

/// Where a page of the log begins.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// Where the page begins, from the page before
    pub after: Option<String>,
}

#[derive(FromQueryResult)]
struct Row {
    id: Uuid,
    at: DateTime<Utc>,
    actor_id: Option<Uuid>,
    agency_id: Option<Uuid>,
    act: String,
    case_id: Option<Uuid>,
}

/// What is asked for: entries about cases, and lists in which they stood.
struct Question {
    condition: String,
    listed: String,
    values: Vec<Value>,
}

impl Question {
    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.values.push(value.into());
        format!("${}", self.values.len())
    }

    async fn ask(mut self, unit: &Unit<'_>, after: Option<Cursor>) -> Result<Vec<Row>, ApiError> {
        let acts: Vec<String> = audit::READINGS
            .iter()
            .map(|act| format!("'{act}'"))
            .collect();
        let older = match after {
            None => "TRUE".to_owned(),
            Some(Cursor(at, id)) => {
                let (at, id) = (self.bind(at), self.bind(id));
                format!("(at < {at} OR (at = {at} AND id < {id}))")
            }
        };
        // Each half is read along its index, and no further than the page reaches.
        let end = format!("ORDER BY at DESC, id DESC LIMIT {}", PAGE + 1);
        let sql = format!(
            "SELECT id, at, actor_id, agency_id, act, case_id FROM ( \
             SELECT * FROM (SELECT e.id, e.at, e.actor_id, e.agency_id, e.act, \
             e.subject_id AS case_id FROM audit_entry e \
             WHERE e.subject_kind = 'case' AND e.act IN ({}) AND {} AND {older} {end}) AS entries \
             UNION ALL \
             SELECT * FROM (SELECT l.id, l.at, l.person_id AS actor_id, l.agency_id, \
             'case.list' AS act, CAST(NULL AS uuid) AS case_id FROM case_listed l \
             WHERE {} AND {older} {end}) AS listed) AS readings {end}",
            acts.join(", "),
            self.condition,
            self.listed,
        );
        Ok(Row::find_by_statement(Statement::from_sql_and_values(
            unit.txn.get_database_backend(),
            sql,
            self.values,
        ))
        .all(unit.txn)
        .await?)
    }
}

/// Who has read a case: everybody for its holders and for auditors, their own people for an agency
/// that takes part and for its lead.
///
/// # Errors
/// `not_found`, or `bad_query` for what is no cursor.
pub(super) async fn of_case(
    unit: &mut Unit<'_>,
    case: CaseId,
    filter: &Filter,
) -> Result<CaseLog, ApiError> {
    let opened = match door::open(unit, case, CaseVerb::ReadLog).await {
        Ok(opened) => opened,
        // They may know of the case, and read who of their own people has read it.
        Err(error) if error.refusal().is_some() => {
            door::open(unit, case, CaseVerb::ReadLogOwn).await?
        }
        Err(error) if error.code() == shared::problem::ErrorCode::NotFound => {
            door::open(unit, case, CaseVerb::ReadLogOwn).await?
        }
        Err(error) => return Err(error),
    };
    let everybody = opened.allowed().contains(&CaseVerb::ReadLog);
    let backend = unit.txn.get_database_backend();
    let mut question = Question {
        condition: String::new(),
        listed: String::new(),
        values: Vec::new(),
    };
    let id = question.bind(case.0);
    let text = question.bind(case.to_string());
    let own = if everybody {
        String::new()
    } else {
        let agencies = own_agencies(unit.actor()?, &opened.live);
        let agencies: Vec<String> = agencies
            .into_iter()
            .map(|agency| question.bind(agency.0))
            .collect();
        format!(" AND agency_id IN ({})", nothing_or(&agencies))
    };
    question.condition = format!(
        "e.subject_id = {id}{}",
        own.replace("agency_id", "e.agency_id")
    );
    // Only those who were ever named on the case, or asked to take part, could see it in a list;
    // auditors see in one what was opened in emergencies.
    let within = match backend {
        sea_orm::DbBackend::Postgres => format!("jsonb_exists(l.cases, {text})"),
        _ => format!("EXISTS (SELECT 1 FROM json_each(l.cases) j WHERE j.value = {text})"),
    };
    question.listed = format!(
        "l.person_id IN (SELECT g.person_id FROM person_grant g WHERE g.agency_id IN \
         (SELECT p.agency_id FROM case_part p WHERE p.case_id = {id}) OR g.role = 'auditor' \
         UNION SELECT n.person_id FROM case_named n WHERE n.case_id = {id}) AND {within}{}",
        own.replace("agency_id", "l.agency_id")
    );
    let rows = question.ask(unit, cursor(filter)?).await?;
    reading(unit, "case.read_log", &opened);
    shown(unit, rows, false).await
}

/// What the people of the caller's agencies have read, for their leads; everything for auditors,
/// by the ids of cases.
///
/// # Errors
/// `not_found` for everybody else, or `bad_query` for what is no cursor.
pub(super) async fn of_people(unit: &mut Unit<'_>, filter: &Filter) -> Result<CaseLog, ApiError> {
    let actor = unit.actor()?;
    let leads: Vec<AgencyId> = actor
        .grants
        .iter()
        .filter(|grant| grant.role == Role::AgencyLead)
        .filter_map(|grant| grant.agency)
        .collect();
    let auditor = actor.holds(Role::Auditor);
    if actor.scopes.is_some() || (leads.is_empty() && !auditor) {
        return Err(ApiError::not_found());
    }
    let mut question = Question {
        condition: "TRUE".to_owned(),
        listed: "TRUE".to_owned(),
        values: Vec::new(),
    };
    if !auditor {
        let agencies: Vec<String> = leads.iter().map(|agency| question.bind(agency.0)).collect();
        question.condition = format!("e.agency_id IN ({})", nothing_or(&agencies));
        question.listed = format!("l.agency_id IN ({})", nothing_or(&agencies));
    }
    let agency = leads.first().copied();
    let person = actor.person.0;
    let rows = question.ask(unit, cursor(filter)?).await?;
    unit.record(Act {
        act: "case.read_log",
        kind: "case_listing",
        subject: person,
        plan: None,
        agency,
    });
    shown(unit, rows, true).await
}

fn own_agencies(actor: &Actor, live: &[(AgencyId, shared::ids::PartId)]) -> Vec<AgencyId> {
    let live: HashSet<AgencyId> = live.iter().map(|(agency, _)| *agency).collect();
    actor
        .grants
        .iter()
        .filter(|grant| matches!(grant.role, Role::AgencyLead | Role::Practitioner))
        .filter_map(|grant| grant.agency)
        .filter(|agency| live.contains(agency))
        .collect()
}

fn nothing_or(names: &[String]) -> String {
    if names.is_empty() {
        "NULL".to_owned()
    } else {
        names.join(", ")
    }
}

fn cursor(filter: &Filter) -> Result<Option<Cursor>, ApiError> {
    filter.after.as_deref().map(Cursor::read).transpose()
}

async fn shown(unit: &Unit<'_>, mut rows: Vec<Row>, which: bool) -> Result<CaseLog, ApiError> {
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows
        .last()
        .filter(|_| more)
        .map(|row| Cursor(row.at, row.id).write());
    let people = names::people(
        unit.txn,
        rows.iter().filter_map(|row| row.actor_id).map(PersonId),
    )
    .await?;
    let agencies: HashMap<_, _> = names::agencies(
        unit.txn,
        rows.iter().filter_map(|row| row.agency_id).map(AgencyId),
    )
    .await?;
    Ok(CaseLog {
        items: rows
            .into_iter()
            .map(|row| CaseReading {
                at: row.at,
                person: row
                    .actor_id
                    .and_then(|id| people.get(&PersonId(id)).cloned()),
                agency: row
                    .agency_id
                    .and_then(|id| agencies.get(&AgencyId(id)).cloned()),
                done: audit::label_of(&row.act).unwrap_or_default().to_owned(),
                act: row.act,
                case: row.case_id.filter(|_| which).map(CaseId),
            })
            .collect(),
        next,
    })
}
