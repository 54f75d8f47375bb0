//! A service as history keeps it, and its row as a draft fills it.

use sea_orm::ActiveValue::Set;
use serde::{Deserialize, Serialize};
use shared::{
    ids::{AgencyId, ServiceId},
    services::{api::ServiceDraft, folded},
};
use uuid::Uuid;

use crate::{
    db::{Act, Unit, history::Record},
    error::ApiError,
};

use entities::service::{ActiveModel, Model};

/// What kind of record a service is.
const SERVICE: &str = "service";

/// A service as history keeps it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct ServiceRecord {
    name: String,
    aliases: serde_json::Value,
    kind: String,
    summary: String,
    about: Option<String>,
    provider: Option<Uuid>,
    commissioners: serde_json::Value,
    level_from: Option<i32>,
    level_to: Option<i32>,
    levels_inferred: bool,
    age_from: Option<i32>,
    age_to: Option<i32>,
    area: Option<String>,
    routes_in: serde_json::Value,
    access: Option<String>,
    phone: Option<String>,
    email: Option<String>,
    url: Option<String>,
    valid_from: Option<chrono::NaiveDate>,
    valid_to: Option<chrono::NaiveDate>,
    closed_because: Option<String>,
    source: Option<String>,
}

impl ServiceRecord {
    fn of(row: &Model) -> Self {
        Self {
            name: row.name.clone(),
            aliases: row.aliases.clone(),
            kind: row.kind.clone(),
            summary: row.summary.clone(),
            about: row.about.clone(),
            provider: row.provider_id,
            commissioners: row.commissioners.clone(),
            level_from: row.level_from,
            level_to: row.level_to,
            levels_inferred: row.levels_inferred,
            age_from: row.age_from,
            age_to: row.age_to,
            area: row.area.clone(),
            routes_in: row.routes_in.clone(),
            access: row.access.clone(),
            phone: row.phone.clone(),
            email: row.email.clone(),
            url: row.url.clone(),
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            closed_because: row.closed_because.clone(),
            source: row.source.clone(),
        }
    }
}

/// Keeps a service as it stands now, and writes down what was done to it.
///
/// # Errors
/// When the database fails.
pub(super) async fn keep(
    unit: &mut Unit<'_>,
    act: &'static str,
    row: &Model,
) -> Result<(), ApiError> {
    let body = ServiceRecord::of(row);
    unit.keep(record(row, &body)).await?;
    unit.record(act_on(act, row));
    Ok(())
}

/// What is done to a service, as the audit log keeps it.
pub(super) fn act_on(act: &'static str, row: &Model) -> Act {
    Act {
        act,
        kind: SERVICE,
        subject: row.id,
        plan: None,
        agency: row.provider_id.map(AgencyId),
    }
}

/// Keeps services that came or changed with something larger, which is the act that is written
/// down.
///
/// # Errors
/// When the database fails.
pub(super) async fn keep_all(unit: &Unit<'_>, rows: &[Model]) -> Result<(), ApiError> {
    let bodies: Vec<ServiceRecord> = rows.iter().map(ServiceRecord::of).collect();
    let records = rows.iter().zip(&bodies);
    unit.keep_all(records.map(|(row, body)| record(row, body)))
        .await
}

fn record<'b>(row: &Model, body: &'b ServiceRecord) -> Record<'b, ServiceRecord> {
    Record {
        kind: SERVICE,
        id: ServiceId(row.id).0,
        plan: None,
        version: row.version,
        body,
    }
}

/// The words by which a service is found, folded. Its provider's name is not among them: it is
/// looked for where it stands, so that a new name is found at once.
fn searched(draft: &ServiceDraft) -> String {
    let parts = [Some(draft.name.as_str())]
        .into_iter()
        .chain(draft.aliases.iter().map(|alias| Some(alias.as_str())))
        .chain([
            Some(draft.summary.as_str()),
            draft.about.as_deref(),
            draft.area.as_deref(),
            draft.access.as_deref(),
        ]);
    folded(&parts.flatten().collect::<Vec<_>>().join(" "))
}

/// The words by which anybody finds a service where the directory is public: what anybody may read.
fn publicly_searched(draft: &ServiceDraft) -> String {
    let parts = [draft.name.as_str()]
        .into_iter()
        .chain(draft.aliases.iter().map(String::as_str))
        .chain([draft.summary.as_str()])
        .chain(draft.area.as_deref())
        .chain(draft.access.as_deref());
    folded(&parts.collect::<Vec<_>>().join(" "))
}

/// Puts what a checked draft says into a row.
///
/// # Errors
/// When a list cannot be written as JSON.
pub(super) fn fill(row: &mut ActiveModel, draft: ServiceDraft) -> Result<(), ApiError> {
    row.search = Set(searched(&draft));
    row.public_search = Set(publicly_searched(&draft));
    let ServiceDraft {
        name,
        aliases,
        kind,
        summary,
        about,
        provider,
        commissioners,
        level_from,
        level_to,
        age_from,
        age_to,
        area,
        routes_in,
        access,
        phone,
        email,
        url,
        valid_from,
        source,
    } = draft;
    row.name_key = Set(folded(&name));
    row.name = Set(name);
    row.aliases = Set(serde_json::to_value(aliases)?);
    row.kind = Set(kind.code().to_owned());
    row.summary = Set(summary);
    row.about = Set(about);
    row.provider_id = Set(provider.map(|agency| agency.0));
    row.commissioners = Set(serde_json::to_value(commissioners)?);
    row.level_from = Set(level_from);
    row.level_to = Set(level_to);
    row.age_from = Set(age_from);
    row.age_to = Set(age_to);
    row.area = Set(area);
    row.routes_in = Set(serde_json::to_value(routes_in)?);
    row.access = Set(access);
    row.phone = Set(phone);
    row.email = Set(email);
    row.url = Set(url);
    row.valid_from = Set(valid_from);
    row.source = Set(source);
    Ok(())
}
