//! The plan itself: its outcomes, levels, pledges, groups, terms and the agencies that take part.

use std::collections::{BTreeSet, HashMap};

use chrono::{Datelike, NaiveDate};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::json;
use shared::{
    ids::{AgencyId, LevelId, OutcomeId, PlanId},
    plans::{
        api::KeyDate,
        checks::CountFacts,
        format::{LevelShare, PlanFile, PlanItem},
    },
};

use crate::{
    clock,
    db::Unit,
    error::ApiError,
    features::plans::{
        findings::{KeptFacts, PrintedAgency},
        insert,
    },
};

use super::agencies::Register;

/// Where the ids of the file lead.
pub(super) struct Places {
    pub levels: HashMap<String, LevelId>,
    pub outcomes: HashMap<String, OutcomeId>,
}

/// A word for the plan in addresses: the first word of its title and its first year, as
/// `kent-2015`. A plan that prints no date takes the year of `today`.
pub(super) fn slug(plan: &PlanItem, today: NaiveDate) -> String {
    let word: String = plan
        .title
        .split(|letter: char| !letter.is_ascii_alphanumeric())
        .find(|word| !word.is_empty())
        .unwrap_or("plan")
        .to_ascii_lowercase();
    let period = plan.period.as_ref();
    let first = period
        .and_then(|period| {
            period
                .short_term_from
                .as_ref()
                .or(period.new_services_from.as_ref())
        })
        .or_else(|| plan.foreword.as_ref()?.date.as_ref());
    let year = first.map_or(today, |date| date.start()).year();
    format!("{word}-{year}")
}

pub(super) fn number(value: u32) -> i32 {
    i32::try_from(value).unwrap_or(i32::MAX)
}

/// A number for every item, from 1.
pub(super) fn placed<T>(items: &[T]) -> impl Iterator<Item = (i32, &T)> {
    (1..).zip(items)
}

/// Writes the plan's row and what hangs on it but its actions.
pub(super) async fn write(
    unit: &Unit<'_>,
    file: &PlanFile,
    id: PlanId,
    slug: String,
    register: &Register,
) -> Result<Places, ApiError> {
    let item = &file.plan;
    let owner = item.owner_board.as_ref().and_then(|id| register.get(id));
    let period = item.period.as_ref();
    let key_dates: Vec<KeyDate> = item
        .key_dates
        .iter()
        .map(|key| KeyDate {
            date: key.date.clone(),
            what: key.what.clone(),
        })
        .collect();
    entities::plan::ActiveModel {
        id: Set(id.0),
        slug: Set(slug),
        source_id: Set(Some(item.id.clone())),
        title: Set(item.title.trim().to_owned()),
        owner_board_id: Set(owner.map(|agency| agency.0)),
        audience: Set(item.audience.clone()),
        summary: Set(item.summary.clone().unwrap_or_default()),
        starts: Set(period
            .and_then(|period| {
                period
                    .short_term_from
                    .as_ref()
                    .or(period.new_services_from.as_ref())
            })
            .map(ToString::to_string)),
        ends: Set(period
            .and_then(|period| period.end.as_ref())
            .map(ToString::to_string)),
        period_note: Set(period.and_then(|period| period.note.clone())),
        key_dates: Set(json!(key_dates)),
        facts: Set(serde_json::to_value(kept_facts(file, register))?),
        revision: Set(1),
        created_at: Set(unit.now),
        version: Set(1),
    }
    .insert(unit.txn)
    .await?;
    parties(unit, file, id, owner, register).await?;
    let outcomes = outcomes(unit, file, id).await?;
    let levels = levels(unit, file, id).await?;
    pledges_and_terms(unit, file, id).await?;
    Ok(Places { levels, outcomes })
}

fn kept_facts(file: &PlanFile, register: &Register) -> KeptFacts {
    KeptFacts {
        counts: CountFacts::of(file),
        agencies: file
            .agencies
            .iter()
            .filter_map(|item| {
                Some(PrintedAgency {
                    agency: register.get(&item.id)?,
                    id: item.id.clone(),
                    names: item.names_printed.clone(),
                })
            })
            .collect(),
        measured: file
            .actions
            .iter()
            .filter(|action| !action.measures.is_empty())
            .map(|action| action.id.clone())
            .collect(),
    }
}

/// Everyone with a part in an action, the members that report for classes, and the owner.
async fn parties(
    unit: &Unit<'_>,
    file: &PlanFile,
    plan: PlanId,
    owner: Option<AgencyId>,
    register: &Register,
) -> Result<(), ApiError> {
    let mut parties: BTreeSet<AgencyId> = owner.into_iter().collect();
    for lead in file.actions.iter().flat_map(|action| &action.leads) {
        if let Some(agency) = register.get(&lead.agency) {
            parties.insert(agency);
            parties.extend(register.reporter(agency));
        }
    }
    let rows = parties
        .into_iter()
        .map(|agency| entities::plan_party::ActiveModel {
            plan_id: Set(plan.0),
            agency_id: Set(agency.0),
        });
    insert::all(unit.txn, rows.collect()).await
}

async fn outcomes(
    unit: &Unit<'_>,
    file: &PlanFile,
    plan: PlanId,
) -> Result<HashMap<String, OutcomeId>, ApiError> {
    let mut ids = HashMap::new();
    let mut rows = Vec::new();
    for (sort, item) in placed(&file.outcomes) {
        let id = clock::ordered_id();
        ids.insert(item.id.clone(), OutcomeId(id));
        rows.push(entities::outcome::ActiveModel {
            id: Set(id),
            plan_id: Set(plan.0),
            source_id: Set(Some(item.id.clone())),
            number: Set(item.number.map(number)),
            name: Set(item.name.clone()),
            kind: Set(item.kind.clone().unwrap_or_else(|| "outcome".to_owned())),
            statement: Set(item.statement.clone().unwrap_or_default()),
            names_printed: Set(json!(item.names_printed)),
            aliases: Set(json!([])),
            note: Set(item.note.clone()),
            sort: Set(sort),
        });
    }
    insert::all(unit.txn, rows).await?;
    Ok(ids)
}

async fn levels(
    unit: &Unit<'_>,
    file: &PlanFile,
    plan: PlanId,
) -> Result<HashMap<String, LevelId>, ApiError> {
    let mut ids = HashMap::new();
    let mut rows = Vec::new();
    for item in &file.levels {
        let id = clock::ordered_id();
        ids.insert(item.id.clone(), LevelId(id));
        rows.push(entities::level::ActiveModel {
            id: Set(id),
            plan_id: Set(plan.0),
            source_id: Set(Some(item.id.clone())),
            number: Set(number(item.number)),
            name: Set(item.name.clone()),
            description: Set(item.description.clone().unwrap_or_default()),
            share: Set(item.share.as_ref().and_then(share)),
            difficulties: Set(json!(item.difficulties)),
            delivered_by: Set(json!(item.delivered_by)),
            relies_on: Set(json!(item.relies_on)),
        });
    }
    insert::all(unit.txn, rows).await?;
    Ok(ids)
}

/// A share as printed, or else in words made of its numbers.
fn share(share: &LevelShare) -> Option<String> {
    let range = |least: Option<String>, most: Option<String>, unit: &str| match (least, most) {
        (Some(least), Some(most)) if least != most => Some(format!("{least} to {most}{unit}")),
        (Some(one), _) | (None, Some(one)) => Some(format!("{one}{unit}")),
        (None, None) => None,
    };
    let text = |number: f64| number.to_string();
    share.text.clone().or_else(|| {
        range(
            share.min_percent.map(text),
            share.max_percent.map(text),
            "%",
        )
        .or_else(|| {
            range(
                share.min_count.map(|count| count.to_string()),
                share.max_count.map(|count| count.to_string()),
                " children",
            )
        })
    })
}

async fn pledges_and_terms(unit: &Unit<'_>, file: &PlanFile, plan: PlanId) -> Result<(), ApiError> {
    let pledges = file
        .pledges
        .iter()
        .map(|item| entities::pledge::ActiveModel {
            id: Set(clock::ordered_id()),
            plan_id: Set(plan.0),
            source_id: Set(Some(item.id.clone())),
            number: Set(number(item.number)),
            title: Set(item.title.clone()),
            summary: Set(item.summary.clone().unwrap_or_default()),
        });
    insert::all(unit.txn, pledges.collect()).await?;
    let terms = placed(&file.glossary).map(|(sort, item)| entities::term::ActiveModel {
        id: Set(clock::ordered_id()),
        plan_id: Set(plan.0),
        source_id: Set(Some(item.id.clone())),
        term: Set(item.term.clone()),
        meaning: Set(item.meaning.clone()),
        note: Set(item.note.clone()),
        sort: Set(sort),
    });
    insert::all(unit.txn, terms.collect()).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_plan_is_called_by_its_title_and_year() {
        let today = NaiveDate::from_ymd_opt(2026, 4, 1).unwrap();
        let of = |plan: &str| {
            let text = format!(
                r#"{{"plan": {{"id": "p", {plan}}}, "actions": [{{"id": "x", "order": 1, "printed_ref": "1.1", "title": "Do"}}]}}"#
            );
            slug(&shared::plans::format::parse(&text).unwrap().plan, today)
        };
        assert_eq!(
            of(r#""title": "Kent Plan", "period": {"short_term_from": "2015-04"}"#),
            "kent-2015"
        );
        assert_eq!(
            of(r#""title": "“North-east” plan", "foreword": {"date": "2018/19"}"#),
            "north-2018"
        );
        assert_eq!(of(r#""title": "Ås""#), "s-2026");
    }

    #[test]
    fn shares_have_words() {
        let of = |text: Option<&str>, percent: (Option<f64>, Option<f64>), count| {
            share(&LevelShare {
                text: text.map(str::to_owned),
                min_percent: percent.0,
                max_percent: percent.1,
                min_count: count,
                max_count: None,
                applies_to: None,
            })
        };
        assert_eq!(
            of(Some("Most"), (Some(1.0), None), None).as_deref(),
            Some("Most")
        );
        assert_eq!(
            of(None, (Some(1.5), Some(2.0)), None).as_deref(),
            Some("1.5 to 2%")
        );
        assert_eq!(
            of(None, (None, None), Some(300)).as_deref(),
            Some("300 children")
        );
        assert_eq!(of(None, (None, None), None), None);
    }
}
