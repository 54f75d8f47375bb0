//! Wire types of the directory of services.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::{
    agencies::api::AgencyRef,
    auth::api::Permit,
    ids::{AgencyId, ServiceId},
    sheets::api::{ImportedRow, RowFate, RowFault},
};

use super::{ServiceKind, Standing, WayIn};

/// A service in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceSummary {
    /// Which.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
    /// What it is.
    pub kind: ServiceKind,
    /// What it does, in a sentence or two.
    pub summary: String,
    /// Who provides it, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<AgencyRef>,
    /// The lowest level of need that it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_from: Option<i32>,
    /// The highest level of need that it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_to: Option<i32>,
    /// The youngest age that it serves, in years; no lower bound when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_from: Option<i32>,
    /// The oldest age that it serves, in years; no upper bound when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_to: Option<i32>,
    /// Where it works; everywhere in the partnership when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Who can open its door.
    pub routes_in: Vec<WayIn>,
    /// How it stands today.
    pub standing: Standing,
    /// Its last day, where that is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
}

/// What services can be narrowed by, as far as the directory uses it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceChoices {
    /// The agencies that provide a service, by name.
    pub providers: Vec<AgencyRef>,
    /// The areas that services name.
    pub areas: Vec<String>,
}

/// A page of the directory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceList {
    /// The services that fit, by name.
    pub items: Vec<ServiceSummary>,
    /// The address of the next page, where there is one.
    pub next: Option<String>,
    /// How many services fit, when `count=true` was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<u64>,
    /// What the list can be narrowed by, when `choices=true` was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub choices: Option<ServiceChoices>,
    /// What the caller may do to the directory: `create`.
    pub allowed: Vec<Permit>,
}

/// A service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ServiceView {
    /// Which.
    pub id: ServiceId,
    /// Its name.
    pub name: String,
    /// Other names under which it appears.
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: ServiceKind,
    /// What it does, in a sentence or two.
    pub summary: String,
    /// What else is known of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Who provides it, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<AgencyRef>,
    /// Who pays for it.
    pub commissioners: Vec<AgencyRef>,
    /// The lowest level of need that it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_from: Option<i32>,
    /// The highest level of need that it serves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_to: Option<i32>,
    /// Whether the levels were read out of a paper that does not print them, and nobody has
    /// confirmed them since.
    pub levels_inferred: bool,
    /// The youngest age that it serves, in years; no lower bound when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_from: Option<i32>,
    /// The oldest age that it serves, in years; no upper bound when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_to: Option<i32>,
    /// Where it works; everywhere in the partnership when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Who can open its door.
    pub routes_in: Vec<WayIn>,
    /// How to get in, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<String>,
    /// A telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// An e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A web address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The first day on which it can be used, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// The last day on which it can be used, where that is set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_to: Option<NaiveDate>,
    /// Why it closes, where somebody said so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_because: Option<String>,
    /// How it stands today.
    pub standing: Standing,
    /// Where this was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The version to name when changing it.
    pub version: i32,
    /// What the caller may do to it: `update`, `close`, `reopen`.
    pub allowed: Vec<Permit>,
}

/// What is said about a service, whole: it replaces what was said before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ServiceDraft {
    /// Its name, which no other service of the partnership has.
    pub name: String,
    /// Other names under which it appears, 20 at most.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// What it is.
    pub kind: ServiceKind,
    /// What it does, in a sentence or two.
    #[serde(default)]
    pub summary: String,
    /// What else is known of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Who provides it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<AgencyId>,
    /// Who pays for it.
    #[serde(default)]
    pub commissioners: Vec<AgencyId>,
    /// The lowest level of need that it serves, 1 to 4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_from: Option<i32>,
    /// The highest level of need that it serves, 1 to 4.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level_to: Option<i32>,
    /// The youngest age that it serves, in years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_from: Option<i32>,
    /// The oldest age that it serves, in years.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age_to: Option<i32>,
    /// Where it works; everywhere in the partnership when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub area: Option<String>,
    /// Who can open its door.
    #[serde(default)]
    pub routes_in: Vec<WayIn>,
    /// How to get in, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<String>,
    /// A telephone number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// An e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// A web address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// The first day on which it can be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_from: Option<NaiveDate>,
    /// Where this was read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

impl ServiceDraft {
    /// A service of which no more is known than its name and what it is.
    pub fn new(name: impl Into<String>, kind: ServiceKind) -> Self {
        Self {
            name: name.into(),
            aliases: Vec::new(),
            kind,
            summary: String::new(),
            about: None,
            provider: None,
            commissioners: Vec::new(),
            level_from: None,
            level_to: None,
            age_from: None,
            age_to: None,
            area: None,
            routes_in: Vec::new(),
            access: None,
            phone: None,
            email: None,
            url: None,
            valid_from: None,
            source: None,
        }
    }

    /// What is said about a service that there is.
    pub fn of(view: &ServiceView) -> Self {
        Self {
            name: view.name.clone(),
            aliases: view.aliases.clone(),
            kind: view.kind,
            summary: view.summary.clone(),
            about: view.about.clone(),
            provider: view.provider.as_ref().map(|agency| agency.id),
            commissioners: view.commissioners.iter().map(|agency| agency.id).collect(),
            level_from: view.level_from,
            level_to: view.level_to,
            age_from: view.age_from,
            age_to: view.age_to,
            area: view.area.clone(),
            routes_in: view.routes_in.clone(),
            access: view.access.clone(),
            phone: view.phone.clone(),
            email: view.email.clone(),
            url: view.url.clone(),
            valid_from: view.valid_from,
            source: view.source.clone(),
        }
    }
}

/// A service closes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct CloseService {
    /// The last day on which it can be used, past or to come.
    pub last_day: NaiveDate,
    /// Why.
    pub reason: String,
}

/// A service that was closed is opened again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReopenService {}

/// What came of a file of services, or would come of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct DirectoryReport {
    /// Whether nothing was written because nothing was to be.
    pub dry_run: bool,
    /// How many services are added.
    pub create: u32,
    /// How many services are changed.
    pub change: u32,
    /// How many rows change nothing.
    pub leave: u32,
    /// The rows that fit, in the order of the file. The services of an Open Referral file are
    /// counted from 1.
    pub rows: Vec<ImportedRow>,
    /// What does not fit, in the order of the file. While there is anything, nothing is written.
    pub errors: Vec<RowFault>,
    /// What the sender may not have meant, and what of the file is not read.
    pub notes: Vec<String>,
}

impl DirectoryReport {
    /// A report on no rows.
    pub const fn new(dry_run: bool) -> Self {
        Self {
            dry_run,
            create: 0,
            change: 0,
            leave: 0,
            rows: Vec::new(),
            errors: Vec::new(),
            notes: Vec::new(),
        }
    }

    /// Adds a row that fits.
    pub fn add(&mut self, row: u32, subject: String, what: RowFate) {
        match what {
            RowFate::Create => self.create += 1,
            RowFate::Change => self.change += 1,
            RowFate::Leave => self.leave += 1,
        }
        self.rows.push(ImportedRow {
            row,
            subject,
            what,
            submitted: false,
        });
    }

    /// Whether there is anything to write, and nothing in its way.
    pub const fn writes(&self) -> bool {
        self.errors.is_empty() && (self.create > 0 || self.change > 0)
    }
}
