//! The rows from which both answers are made, each list asked for by a function of its own so that
//! an answer asks for no more than it needs, in one query (`db/json.rs` says why).

use std::collections::HashMap;

use chrono::NaiveDate;
use serde::Deserialize;
use shared::{
    ids::{ActionId, EvidenceId, GroupId, LevelId, PathwayId, PlanId, ServiceId},
    needs::{
        Printed,
        api::{EvidenceLink, FigureView, PathwayLink, ServiceLink},
        figure,
    },
    pathways::{
        PathwayKind, ServiceFacts,
        api::{Graph, PathwayDraft},
        passes,
    },
    plans::api::ActionRef,
    services::{ServiceKind, Standing},
};

use crate::{
    db::json::{Found, Lists, Place},
    error::ApiError,
};

/// The collection of a plan file in which it prints figures about children.
const STATISTICS: &str = "statistics";

/// A question about one plan.
pub(super) struct Asked {
    pub lists: Lists,
    plan: String,
}

/// An action, its members in the order of the columns.
#[derive(Deserialize)]
pub(super) struct ActionRow {
    pub id: ActionId,
    reference: String,
    title: String,
    pub level: Option<LevelId>,
}

impl ActionRow {
    pub fn to_ref(&self) -> ActionRef {
        ActionRef {
            id: self.id,
            reference: self.reference.clone(),
            title: self.title.clone(),
        }
    }
}

/// A service, its members in the order of the columns.
#[derive(Deserialize)]
pub(super) struct ServiceRow {
    pub id: ServiceId,
    name: String,
    kind: ServiceKind,
    pub level_from: Option<i32>,
    pub level_to: Option<i32>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
}

impl ServiceRow {
    fn standing(&self, today: NaiveDate) -> Standing {
        Standing::of(self.kind, self.valid_from, self.valid_to, today)
    }

    pub fn to_link(&self, today: NaiveDate) -> ServiceLink {
        ServiceLink {
            id: self.id,
            name: self.name.clone(),
            standing: self.standing(today),
        }
    }

    /// What the checks of a pathway need to know of it.
    pub fn facts(&self, today: NaiveDate) -> ServiceFacts {
        ServiceFacts {
            id: self.id,
            name: self.name.clone(),
            level_from: self.level_from,
            level_to: self.level_to,
            standing: self.standing(today),
        }
    }
}

/// A pathway, its members in the order of the columns.
#[derive(Deserialize)]
pub(super) struct PathwayRow {
    pub id: PathwayId,
    name: String,
    kind: PathwayKind,
    level_from: Option<i32>,
    level_to: Option<i32>,
    pub groups: Vec<GroupId>,
    pub services: Vec<ServiceId>,
    pub graph: Graph,
    valid_to: Option<NaiveDate>,
}

impl PathwayRow {
    /// Whether it is followed on a day. One that has ended offers nothing any more.
    pub fn holds(&self, today: NaiveDate) -> bool {
        self.valid_to.is_none_or(|last| last >= today)
    }

    /// As the rules about pathways read it.
    pub fn to_draft(&self) -> PathwayDraft {
        PathwayDraft {
            level_from: self.level_from,
            level_to: self.level_to,
            services: self.services.clone(),
            graph: self.graph.clone(),
            ..PathwayDraft::new(self.name.clone(), self.kind)
        }
    }

    /// Whether it passes through a level of need.
    pub fn passes(&self, level: i32) -> bool {
        passes(self.level_from, self.level_to, level)
    }

    pub fn staged(&self) -> bool {
        !self.graph.stages.is_empty()
    }

    pub fn to_link(&self) -> PathwayLink {
        PathwayLink {
            id: self.id,
            name: self.name.clone(),
            stages: u32::try_from(self.graph.stages.len()).unwrap_or(u32::MAX),
        }
    }
}

/// A source, its members in the order of the columns.
#[derive(Deserialize)]
pub(super) struct EvidenceRow {
    pub id: EvidenceId,
    source_id: Option<String>,
    title: String,
    author: Option<String>,
    year: Option<i32>,
}

impl EvidenceRow {
    pub fn to_link(&self) -> EvidenceLink {
        EvidenceLink {
            id: self.id,
            title: self.title.clone(),
            author: self.author.clone(),
            year: self.year,
        }
    }
}

/// The sources of a plan, and what the papers print in figures.
pub(super) struct Papers {
    pub evidence: Vec<EvidenceRow>,
    printed: Vec<Printed>,
}

impl Papers {
    /// Reads them. A figure of which nothing can be made stays with what the plan's page tells of
    /// the rest of the file.
    pub fn of(found: &Found, evidence: Place, figures: Place) -> Result<Self, ApiError> {
        let bodies: Vec<(serde_json::Value,)> = found.rows(figures)?;
        Ok(Self {
            evidence: found.rows(evidence)?,
            printed: bodies
                .into_iter()
                .filter_map(|(body,)| serde_json::from_value(body).ok())
                .collect(),
        })
    }

    /// The figures about the group with this id in the file, or about children in general.
    pub fn figures(&self, group: Option<&str>) -> Vec<FigureView> {
        let known: HashMap<&str, &EvidenceRow> = self
            .evidence
            .iter()
            .filter_map(|row| Some((row.source_id.as_deref()?, row)))
            .collect();
        self.printed
            .iter()
            .filter(|printed| printed.group.as_deref() == group)
            .map(|printed| FigureView {
                figure: figure(printed),
                evidence: printed
                    .evidence
                    .as_deref()
                    .and_then(|id| known.get(id))
                    .map(|row| row.to_link()),
                what: printed.what.clone(),
                note: printed.note.clone(),
            })
            .collect()
    }
}

impl Asked {
    pub fn about(backend: sea_orm::DbBackend, plan: PlanId) -> Self {
        let mut lists = Lists::new(backend);
        let plan = lists.bind(plan.0);
        Self { lists, plan }
    }

    /// The name of the plan's parameter.
    pub fn plan(&self) -> &str {
        &self.plan
    }

    pub fn actions(&mut self) -> Place {
        let columns = [
            &self.lists.id("a.id"),
            "COALESCE(a.reference, a.printed_ref)",
            "a.title",
            &self.lists.id_or_null("a.level_id"),
        ];
        let from = format!("action a WHERE a.plan_id = {}", self.plan);
        self.lists.list(&columns, "a.sort", &from)
    }

    pub fn pathways(&mut self) -> Place {
        let columns = [
            &self.lists.id("p.id"),
            "p.name",
            "p.kind",
            "p.level_from",
            "p.level_to",
            &self.lists.json("p.groups"),
            &self.lists.json("p.services"),
            &self.lists.json("p.graph"),
            "p.valid_to",
        ];
        let from = format!("pathway p WHERE p.plan_id = {}", self.plan);
        self.lists.list(&columns, "p.name_key", &from)
    }

    /// Every service of the directory, by name.
    pub fn services(&mut self) -> Place {
        let columns = [
            &self.lists.id("s.id"),
            "s.name",
            "s.kind",
            "s.level_from",
            "s.level_to",
            "s.valid_from",
            "s.valid_to",
        ];
        self.lists.list(&columns, "s.name_key", "service s")
    }

    pub fn evidence(&mut self) -> Place {
        let columns = [
            &self.lists.id("e.id"),
            "e.source_id",
            "e.title",
            "e.author",
            "e.year",
        ];
        let from = format!("evidence e WHERE e.plan_id = {}", self.plan);
        self.lists.list(&columns, "e.title, e.sort", &from)
    }

    pub fn figures(&mut self) -> Place {
        let columns = [&*self.lists.json("r.body")];
        let collection = self.lists.bind(STATISTICS);
        let from = format!(
            "source_record r WHERE r.plan_id = {} AND r.collection = {collection}",
            self.plan
        );
        self.lists.list(&columns, "r.sort", &from)
    }
}
