//! What was reported on actions: the report of the cycle that is looked at, and the last one of
//! whatever cycle. Neither reads the reports in between.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use shared::{
    ids::{ActionId, AgencyId, CycleId, UpdateId},
    plans::api::LastReport,
    updates::{Brag, UpdateState, api::UpdateContent},
};

use crate::{
    db::{
        history,
        json::{Found, Lists, Place},
    },
    error::ApiError,
    features::updates::records::{UPDATE, UpdateRecord},
};

use super::{find::SeenPlan, moment::Cycles};

/// An accepted update that no later edition has taken the place of.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Report {
    action: ActionId,
    pub update: UpdateId,
    cycle: CycleId,
    pub brag: Option<Brag>,
    pub accepted_at: DateTime<Utc>,
    pub agency: AgencyId,
    pub agency_name: String,
    /// Its words, where they were asked for.
    pub content: Option<UpdateContent>,
}

/// Whose words to read along with the reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Content {
    /// Nobody's.
    None,
    /// Those of reports that ask for attention: red and amber ones.
    Attention,
}

/// What was reported on actions.
#[derive(Clone, Debug, Default)]
pub(super) struct Reports {
    last: HashMap<ActionId, Report>,
    in_cycle: HashMap<ActionId, Report>,
}

/// Where the reports stand in an answer.
pub(super) struct Asked {
    last: Place,
    in_cycle: Option<Place>,
}

/// What holds for every report. The words are those of the index under the last one, which is
/// only used for just these.
pub(super) const REPORT: &str = "state = 'accepted' AND superseded = FALSE";

/// Asks for the reports on the actions that are `chosen` in the question already.
pub(super) fn ask(lists: &mut Lists, cycles: &Cycles, content: Content) -> Asked {
    let columns = |lists: &Lists, content: &str| {
        [
            lists.id("u.action_id"),
            lists.id("u.id"),
            lists.id("u.cycle_id"),
            "u.brag".to_owned(),
            "u.accepted_at".to_owned(),
            lists.id("u.agency_id"),
            "u.agency_name".to_owned(),
            content.to_owned(),
        ]
    };
    let content = match content {
        Content::None => "NULL".to_owned(),
        Content::Attention => format!(
            "CASE WHEN u.brag IN ('{}', '{}') THEN u.content END",
            Brag::Red.code(),
            Brag::Amber.code()
        ),
    };
    let in_cycle = cycles.chosen().map(|cycle| {
        let cycle = lists.bind(cycle.id);
        let columns = columns(lists, &lists.json(&content));
        lists.list(
            &columns.each_ref().map(String::as_str),
            "u.accepted_at, u.id",
            &format!(
                "progress_update u WHERE u.cycle_id = {cycle} AND u.action_id IN (SELECT id FROM chosen) AND {REPORT}"
            ),
        )
    });
    let columns = columns(lists, "NULL");
    let last = lists.list(
        &columns.each_ref().map(String::as_str),
        "",
        &format!(
            "chosen c CROSS JOIN progress_update u WHERE u.id = (SELECT l.id FROM progress_update l \
             WHERE l.action_id = c.id AND l.{} ORDER BY l.accepted_at DESC, l.id DESC LIMIT 1)",
            REPORT.replace(" AND ", " AND l.")
        ),
    );
    Asked { last, in_cycle }
}

impl Asked {
    /// The reports.
    ///
    /// # Errors
    /// When a row cannot be read.
    pub fn read(&self, found: &Found) -> Result<Reports, ApiError> {
        let by_action = |reports: Vec<Report>| {
            reports
                .into_iter()
                .map(|report| (report.action, report))
                .collect()
        };
        Ok(Reports {
            last: by_action(found.rows(self.last)?),
            in_cycle: match self.in_cycle {
                Some(place) => by_action(found.rows(place)?),
                None => HashMap::new(),
            },
        })
    }
}

impl Reports {
    /// The reports on the actions of a plan just before `end`.
    ///
    /// # Errors
    /// When the database fails or a record cannot be read.
    pub async fn past(
        connection: &impl ConnectionTrait,
        plan: &SeenPlan,
        cycles: &Cycles,
        end: DateTime<Utc>,
    ) -> Result<Self, ApiError> {
        let mut found = Vec::new();
        for past in history::as_at::<UpdateRecord>(connection, UPDATE, plan.id(), end).await? {
            let record = past.body;
            if record.state == UpdateState::Accepted && !record.superseded {
                found.push(Report {
                    action: record.action,
                    update: record.id,
                    cycle: record.cycle,
                    agency: record.agency,
                    agency_name: record.agency_name,
                    brag: record.content.brag,
                    accepted_at: record.accepted_at.unwrap_or(past.from),
                    content: Some(record.content),
                });
            }
        }
        found.sort_by_key(|report| (report.accepted_at, report.update));
        let chosen = cycles.chosen().map(|cycle| CycleId(cycle.id));
        let mut reports = Self::default();
        for report in found {
            if Some(report.cycle) == chosen {
                reports.in_cycle.insert(report.action, report.clone());
            }
            reports.last.insert(report.action, report);
        }
        Ok(reports)
    }

    /// The report on `action` for the cycle that is looked at.
    pub fn in_cycle(&self, action: ActionId) -> Option<&Report> {
        self.in_cycle.get(&action)
    }

    /// When a report on `action` was accepted last, of whatever cycle.
    pub fn last_accepted(&self, action: ActionId) -> Option<DateTime<Utc>> {
        self.last.get(&action).map(|report| report.accepted_at)
    }

    /// The report on `action` that was accepted last, of whatever cycle.
    pub fn last(&self, action: ActionId, cycles: &Cycles) -> Option<LastReport> {
        let report = self.last.get(&action)?;
        Some(LastReport {
            update: report.update,
            cycle: cycles.to_ref(report.cycle)?,
            brag: report.brag?,
            accepted_at: report.accepted_at,
        })
    }
}
