//! What agencies still owe in a cycle, told once each time it becomes more pressing. It does not
//! depend on mail: who is told here is who could be told by mail, whatever they chose to get.

use std::collections::HashSet;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, OnConflict},
};
use shared::{
    chasing::{Colleague, ESCALATION_DAYS, MailChoice, Reminder, recipients, reminder_on},
    ids::{AgencyId, PersonId, PlanId},
    notices::Occasion,
};
use uuid::Uuid;

use crate::{
    clock,
    db::{Act, Database, Unit, Who},
    error::ApiError,
    features::{
        chasing::{owing, people::People},
        updates::records::dates,
    },
};

use super::tell::{News, settle, tell};

use entities::{cycle, notice, setting};

/// The setting that says for which day this was done last.
const DONE: &str = "notices.reminded";

/// Tells people what their agencies owe on the day that it is at `now`, unless that was done.
///
/// # Errors
/// When the database fails.
pub async fn remind_due(db: &Database, now: DateTime<Utc>) -> Result<(), ApiError> {
    let day = clock::london_day(now);
    if is_done(&db.read, day).await? {
        return Ok(());
    }
    db.unit(Who::console("notices"), move |unit| {
        Box::pin(async move {
            unit.changes_nothing();
            unit.alone("notices remind").await?;
            if is_done(unit.txn, day).await? {
                return Ok(());
            }
            remind(unit, day).await?;
            done(unit, day).await
        })
    })
    .await
}

async fn is_done(connection: &impl ConnectionTrait, day: NaiveDate) -> Result<bool, ApiError> {
    let last = setting::Entity::find_by_id(DONE).one(connection).await?;
    Ok(last
        .and_then(|row| row.value.parse::<NaiveDate>().ok())
        .is_some_and(|last| last >= day))
}

async fn done(unit: &Unit<'_>, day: NaiveDate) -> Result<(), ApiError> {
    setting::Entity::insert(setting::ActiveModel {
        key: Set(DONE.to_owned()),
        value: Set(day.to_string()),
    })
    .on_conflict(
        OnConflict::column(setting::Column::Key)
            .update_column(setting::Column::Value)
            .to_owned(),
    )
    .exec_without_returning(unit.txn)
    .await?;
    Ok(())
}

async fn remind(unit: &mut Unit<'_>, day: NaiveDate) -> Result<(), ApiError> {
    let scope = owing::everything();
    let rows = cycle::Entity::find()
        .filter(cycle::Column::Opens.lte(day))
        .filter(cycle::Column::Closes.gte(day - Duration::days(ESCALATION_DAYS)))
        .all(unit.txn)
        .await?;
    let mut owed = owing::in_cycles(unit.txn, &scope, &rows).await?;
    let people = People::load(unit.txn, &scope, day, owed.agencies()).await?;
    for row in rows {
        let Some(reminder) = reminder_on(&dates(&row), day) else {
            continue;
        };
        let owing: Vec<AgencyId> = owed.take(row.id).into_keys().collect();
        overtaken(unit, row.id, reminder, &owing).await?;
        let told = told(unit, row.id, reminder).await?;
        let mut said = false;
        for agency in owing {
            let colleagues: Vec<Colleague> = people
                .of(agency)
                .iter()
                .map(|one| Colleague {
                    choice: MailChoice::default(),
                    ..*one
                })
                .collect();
            let new: Vec<PersonId> = recipients(reminder, &colleagues, people.accountable(agency))
                .into_iter()
                .filter(|person| !told.contains(&(*person, agency)))
                .collect();
            said |= !new.is_empty();
            tell(unit, &news(&row, reminder, agency), new);
        }
        // A statement takes only so many values.
        unit.flush().await?;
        if said {
            unit.record(Act {
                act: "cycle.remind",
                kind: "cycle",
                subject: row.id,
                plan: None,
                agency: None,
            });
        }
    }
    Ok(())
}

fn news(row: &cycle::Model, reminder: Reminder, agency: AgencyId) -> News {
    let until = match reminder {
        Reminder::Escalated => row.closes,
        _ => row.due,
    };
    News {
        occasion: Occasion::of_reminder(reminder),
        said: format!("{} {} {agency}", reminder.code(), row.id),
        subject: row.id,
        agency,
        plan: Some(PlanId(row.plan_id)),
        action: None,
        days: (None, Some(until)),
    }
}

/// Marks as read what is no longer so: earlier reminders, and those of agencies that owe nothing.
async fn overtaken(
    unit: &Unit<'_>,
    cycle: Uuid,
    now: Reminder,
    owing: &[AgencyId],
) -> Result<(), ApiError> {
    let earlier: Vec<Occasion> = Reminder::ALL
        .iter()
        .filter(|reminder| **reminder != now)
        .map(|reminder| Occasion::of_reminder(*reminder))
        .collect();
    settle(unit, cycle, &earlier, None);
    notice::Entity::update_many()
        .col_expr(notice::Column::ReadAt, Expr::value(unit.now))
        .filter(notice::Column::SubjectId.eq(cycle))
        .filter(notice::Column::Occasion.eq(now.code()))
        .filter(notice::Column::AgencyId.is_not_in(owing.iter().map(|agency| agency.0)))
        .filter(notice::Column::ReadAt.is_null())
        .exec(unit.txn)
        .await?;
    Ok(())
}

/// Who has been told already, for which agency.
async fn told(
    unit: &Unit<'_>,
    cycle: Uuid,
    reminder: Reminder,
) -> Result<HashSet<(PersonId, AgencyId)>, ApiError> {
    let rows: Vec<(Uuid, Uuid)> = notice::Entity::find()
        .select_only()
        .columns([notice::Column::PersonId, notice::Column::AgencyId])
        .filter(notice::Column::SubjectId.eq(cycle))
        .filter(notice::Column::Occasion.eq(reminder.code()))
        .into_tuple()
        .all(unit.txn)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(person, agency)| (PersonId(person), AgencyId(agency)))
        .collect())
}
