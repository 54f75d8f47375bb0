//! Reading the audit log, within the caller's reach.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde::Deserialize;
use shared::{
    audit::api::AuditEntryView,
    ids::{AgencyId, PersonId, PlanId, ServiceId},
    page::Page,
    policy::{Role, Scope},
};
use uuid::Uuid;

use crate::{
    ctx::Ctx,
    error::ApiError,
    features::names,
    http::page::{self, Cursor},
};

/// Which entries to list.
#[derive(Clone, Debug, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Filter {
    /// By whom
    pub actor: Option<Uuid>,
    /// In which plan
    pub plan: Option<Uuid>,
    /// On which record
    pub subject: Option<Uuid>,
    /// What was done, as `update.accept`, or the part before the dot
    pub act: Option<String>,
    /// Where the page begins: the `next` of the page before
    #[param(pattern = "^[A-Za-z0-9_-]+$")]
    pub cursor: Option<String>,
    /// How many at most: 1 to 200
    #[param(minimum = 1, maximum = 200)]
    pub limit: Option<u16>,
}

/// The kinds of record under which the log keeps what is done to cases.
const OF_CASES: [&str; 2] = ["case", "case_listing"];

/// What of the log `scope` reaches: everything, or everything but what is done to cases; one's own
/// acts, one's agency's as its lead, and those on the plans that one coordinates.
fn reach(ctx: &Ctx, scope: &Scope) -> Condition {
    use entities::audit_entry::Column;
    if scope.sees_audit_of_cases() {
        return Condition::all();
    }
    let held = |role| {
        ctx.actor()
            .grants
            .iter()
            .filter(move |grant| grant.role == role)
    };
    let any = if scope.sees_all_audit() {
        Condition::any().add(Column::SubjectKind.is_not_in(OF_CASES))
    } else {
        Condition::any()
    };
    any.add(Column::ActorId.eq(scope.person().0))
        .add(
            Column::AgencyId.is_in(
                held(Role::AgencyLead)
                    .filter_map(|grant| grant.agency)
                    .map(|id| id.0),
            ),
        )
        .add(
            Column::PlanId.is_in(
                held(Role::Coordinator)
                    .filter_map(|grant| grant.plan)
                    .map(|id| id.0),
            ),
        )
}

/// A page of the log, latest first.
///
/// # Errors
/// `bad_query` for a bad cursor or limit.
pub async fn list(ctx: &Ctx, filter: Filter) -> Result<Page<AuditEntryView>, ApiError> {
    use entities::audit_entry::{Column, Entity};
    let limit = page::limit(filter.limit)?;
    let mut query = Entity::find().filter(reach(ctx, ctx.scope()));
    for (column, value) in [
        (Column::ActorId, filter.actor),
        (Column::PlanId, filter.plan),
        (Column::SubjectId, filter.subject),
    ] {
        if let Some(value) = value {
            query = query.filter(column.eq(value));
        }
    }
    if let Some(act) = &filter.act {
        query = query.filter(if act.contains('.') {
            Column::Act.eq(act)
        } else {
            Column::Act.starts_with(format!("{act}."))
        });
    }
    if let Some(cursor) = &filter.cursor {
        query = query.filter(Cursor::read(cursor)?.older(Column::At, Column::Id));
    }
    let mut rows = query
        .order_by_desc(Column::At)
        .order_by_desc(Column::Id)
        .limit(u64::from(limit) + 1)
        .all(ctx.read())
        .await?;
    let more = rows.len() > usize::from(limit);
    rows.truncate(usize::from(limit));
    let next = if more {
        rows.last().map(|row| Cursor(row.at, row.id).write())
    } else {
        None
    };
    let next = next.map(|cursor| {
        let mut address = format!("/api/v1/audit?limit={limit}&cursor={cursor}");
        for (name, value) in [
            ("actor", filter.actor),
            ("plan", filter.plan),
            ("subject", filter.subject),
        ] {
            if let Some(value) = value {
                address.push_str(&format!("&{name}={value}"));
            }
        }
        if let Some(act) = &filter.act {
            address.push_str(&format!("&act={act}"));
        }
        address
    });
    Ok(Page {
        items: views(ctx, rows).await?,
        next,
        count: None,
    })
}

async fn views(
    ctx: &Ctx,
    rows: Vec<entities::audit_entry::Model>,
) -> Result<Vec<AuditEntryView>, ApiError> {
    let people = names::people(
        ctx.read(),
        rows.iter().filter_map(|row| row.actor_id).map(PersonId),
    )
    .await?;
    let agencies = names::agencies(
        ctx.read(),
        rows.iter().filter_map(|row| row.agency_id).map(AgencyId),
    )
    .await?;
    let seals: HashMap<Uuid, i64> = entities::audit_seal::Entity::find()
        .filter(entities::audit_seal::Column::EntryId.is_in(rows.iter().map(|row| row.id)))
        .all(ctx.read())
        .await?
        .into_iter()
        .map(|seal| (seal.entry_id, seal.position))
        .collect();
    let subjects: Vec<(&str, Uuid)> = rows
        .iter()
        .map(|row| (row.subject_kind.as_str(), row.subject_id))
        .collect();
    let subjects = subject_names(ctx, &subjects).await?;
    Ok(rows
        .into_iter()
        .map(|row| AuditEntryView {
            id: row.id.into(),
            at: row.at,
            actor: row
                .actor_id
                .and_then(|id| people.get(&PersonId(id)).map(|person| person.name.clone())),
            agency: row.agency_id.and_then(|id| {
                agencies
                    .get(&AgencyId(id))
                    .map(|agency| agency.name.clone())
            }),
            subject_name: subjects.get(&row.subject_id).cloned(),
            act: row.act,
            subject_kind: row.subject_kind,
            subject: row.subject_id,
            request_id: row.request_id,
            position: seals.get(&row.id).copied(),
        })
        .collect())
}

/// The names that records have today, by their kinds and ids. Whoever asks has found out that the
/// caller may know of them.
///
/// # Errors
/// When the database fails.
pub async fn subject_names(
    ctx: &Ctx,
    subjects: &[(&str, Uuid)],
) -> Result<HashMap<Uuid, String>, ApiError> {
    let of = |kind: &'static str| {
        subjects
            .iter()
            .filter(move |(own, _)| *own == kind)
            .map(|(_, id)| *id)
    };
    let mut names: HashMap<Uuid, String> = HashMap::new();
    for (id, person) in
        names::people(ctx.read(), of("person").chain(of("client")).map(PersonId)).await?
    {
        names.insert(id.0, person.name);
    }
    for (id, agency) in names::agencies(ctx.read(), of("agency").map(AgencyId)).await? {
        names.insert(id.0, agency.name);
    }
    for (id, service) in names::services(ctx.read(), of("service").map(ServiceId)).await? {
        names.insert(id.0, service);
    }
    for (id, plan) in names::plans(ctx.read(), of("plan").map(PlanId)).await? {
        names.insert(id.0, plan.title);
    }
    let milestones = entities::milestone::Entity::find()
        .filter(entities::milestone::Column::Id.is_in(of("milestone")))
        .all(ctx.read())
        .await?;
    names.extend(milestones.into_iter().map(|row| (row.id, row.title)));
    let meetings = entities::meeting::Entity::find()
        .filter(entities::meeting::Column::Id.is_in(of("meeting")))
        .all(ctx.read())
        .await?;
    names.extend(meetings.into_iter().map(|row| (row.id, row.title)));
    let cycles = entities::cycle::Entity::find()
        .filter(entities::cycle::Column::Id.is_in(of("cycle")))
        .all(ctx.read())
        .await?;
    names.extend(cycles.into_iter().map(|row| (row.id, row.name)));
    let updates: Vec<Uuid> = of("update").collect();
    let updates = entities::progress_update::Entity::find()
        .filter(entities::progress_update::Column::Id.is_in(updates))
        .all(ctx.read())
        .await?;
    let actions: Vec<Uuid> = of("action")
        .chain(updates.iter().map(|update| update.action_id))
        .collect();
    let actions: HashMap<Uuid, String> = entities::action::Entity::find()
        .filter(entities::action::Column::Id.is_in(actions))
        .all(ctx.read())
        .await?
        .into_iter()
        .map(|action| {
            (
                action.id,
                format!(
                    "{} {}",
                    action.reference.unwrap_or(action.printed_ref),
                    action.title
                ),
            )
        })
        .collect();
    for update in updates {
        if let Some(action) = actions.get(&update.action_id) {
            names.insert(update.id, format!("Update on {action}"));
        }
    }
    names.extend(actions);
    Ok(names)
}
