//! `throughline user add`.

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    auth::{Given, check_grants},
    policy::{Grant, Role},
    text::{NAME_MAX, email as check_email, line},
};

use crate::{
    config::StoreArgs,
    db::{Act, Database, Who},
    features::auth::people,
};

use super::{CommandError, store};

/// Adds a person and prints their one-time link.
///
/// # Errors
/// When a role cannot be understood, or the address is taken.
pub async fn add(
    name: String,
    email: String,
    roles: Vec<String>,
    args: &StoreArgs,
    public_url: &str,
) -> Result<(), CommandError> {
    let usage = |fault: shared::problem::FieldError| CommandError::Usage(fault.detail);
    let name = line("/name", "the person's name", &name, NAME_MAX).map_err(usage)?;
    let email = check_email("/email", &email).map_err(usage)?;
    let db = store::open_current(args).await?;
    let mut grants = Vec::new();
    for role in roles {
        grants.push(grant(&db, &role).await?);
    }
    let given: Vec<Given> = grants.iter().copied().map(Into::into).collect();
    check_grants(&given).map_err(|fault| {
        CommandError::Usage(format!("These roles do not go together: {fault:?}"))
    })?;
    let origin = public_url.trim_end_matches('/').to_owned();
    let link = db
        .unit(Who::console("user add"), move |unit| {
            Box::pin(async move {
                let (person, link) = people::add(unit, &origin, name, email, &grants).await?;
                unit.record(Act {
                    act: "person.invite",
                    kind: "person",
                    subject: person.0,
                    plan: None,
                    agency: None,
                });
                Ok(link)
            })
        })
        .await
        .map_err(|error| match error {
            crate::error::ApiError::Fault(_) => CommandError::Usage(
                "Somebody with this email address has an account already.".to_owned(),
            ),
            other => CommandError::Work(other),
        })?;
    println!(
        "Give this one-time link to the person. It can be used until {}:",
        link.expires_at.format("%-d %B %Y, %H:%M UTC")
    );
    println!("{}", link.link);
    Ok(())
}

async fn grant(db: &Database, text: &str) -> Result<Grant, CommandError> {
    let (role, at) = text
        .split_once('@')
        .map_or((text, None), |(role, at)| (role, Some(at)));
    let role = Role::from_code(role).ok_or_else(|| {
        let known: Vec<&str> = Role::ALL
            .iter()
            .filter(|role| role.for_people())
            .map(|role| role.code())
            .collect();
        CommandError::Usage(format!(
            "There is no role {role}. The roles are {}.",
            known.join(", ")
        ))
    })?;
    let mut grant = Grant {
        role,
        agency: None,
        plan: None,
    };
    match at {
        Some(at) if role.needs_agency() => {
            use entities::agency::{Column, Entity};
            let found = Entity::find()
                .filter(Column::Name.eq(at))
                .one(&db.read)
                .await
                .map_err(crate::error::ApiError::from)?;
            let found = found
                .ok_or_else(|| CommandError::Usage(format!("There is no agency called {at}.")))?;
            grant.agency = Some(found.id.into());
        }
        Some(at) if role.needs_plan() => {
            use entities::plan::{Column, Entity};
            let found = Entity::find()
                .filter(Column::Slug.eq(at))
                .one(&db.read)
                .await
                .map_err(crate::error::ApiError::from)?;
            let found = found
                .ok_or_else(|| CommandError::Usage(format!("There is no plan called {at}.")))?;
            grant.plan = Some(found.id.into());
        }
        _ => {}
    }
    Ok(grant)
}
