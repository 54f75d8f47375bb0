//! The directory as a sheet, which can be changed and brought in again.

use std::collections::HashMap;

use sea_orm::{EntityTrait, QueryOrder};
use shared::{
    ids::{AgencyId, PersonId},
    policy::Verb,
};
use tabular::{Book, Cell, Format};
use uuid::Uuid;

use crate::{
    clock,
    ctx::Ctx,
    db::{Act, Unit},
    error::{ApiError, permit},
    features::{
        names,
        services::read::{judge, standing},
        sheets::file::File,
    },
};

use super::{
    apply::draft_of,
    columns::{Beside, SERVICES, row},
};

use entities::service::{Column, Entity};

/// The whole directory by name, closed services among them.
///
/// # Errors
/// `forbidden` for whoever could not bring it in again.
pub async fn directory(ctx: &Ctx, format: Format) -> Result<File, ApiError> {
    permit(judge(ctx.actor(), Verb::Create, None))?;
    let agencies: HashMap<AgencyId, String> = entities::agency::Entity::find()
        .all(ctx.read())
        .await?
        .into_iter()
        .map(|row| (AgencyId(row.id), row.name))
        .collect();
    let called = |id: AgencyId| agencies.get(&id).cloned().unwrap_or_default();
    let today = ctx.today();
    let rows = Entity::find()
        .order_by_asc(Column::NameKey)
        .all(ctx.read())
        .await?
        .iter()
        .map(|service| {
            let beside = Beside {
                id: service.id,
                valid_to: service.valid_to,
                standing: standing(service, today).label(),
            };
            Ok(row(&draft_of(service)?, &beside, called))
        })
        .collect::<Result<Vec<Vec<Cell>>, ApiError>>()?;
    let person: PersonId = ctx.actor().person;
    let by = names::people(ctx.read(), [person])
        .await?
        .remove(&person)
        .map_or_else(String::new, |person| person.name);
    let made = ctx.now;
    let at = clock::london(made).format("%-d %B %Y at %H:%M").to_string();
    let about = vec![
        ("As it stood on", at),
        ("Services", rows.len().to_string()),
        ("Downloaded by", by),
        (
            "What it is for",
            "To be changed and imported again. An empty cell leaves what the directory says as it is."
                .to_owned(),
        ),
    ];
    let written = tokio::task::spawn_blocking(move || {
        Book {
            title: "Directory of services",
            about: &about,
            sheet: "Services",
            columns: SERVICES,
            rows: &rows,
            made,
        }
        .write(format)
    });
    let bytes = written
        .await
        .map_err(|_| ApiError::Lost("writing a sheet"))?
        .map_err(|error| {
            tracing::error!(%error, "a sheet could not be written");
            ApiError::Lost("writing a sheet")
        })?;
    Ok(File {
        name: format!("services-{today}"),
        format,
        bytes,
    })
}

/// Writes down that the caller takes the directory away.
///
/// # Errors
/// `forbidden` when the caller no longer may.
pub fn record(unit: &mut Unit<'_>) -> Result<(), ApiError> {
    permit(judge(unit.actor()?, Verb::Create, None))?;
    unit.record(Act {
        act: "service.export",
        kind: "directory",
        subject: Uuid::nil(),
        plan: None,
        agency: None,
    });
    Ok(())
}
