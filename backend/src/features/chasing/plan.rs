//! The digests of a day, planned once: one mail for each person and agency, with everything that
//! is to be said in it. What was said to somebody once is never said again.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::{DateTime, Duration, NaiveDate, Utc};
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter,
    sea_query::{Expr, OnConflict},
};
use shared::{
    chasing::{ESCALATION_DAYS, recipients, reminder_on, sending_day, weekly_recipients},
    ids::{AgencyId, PersonId},
    notices::{About, Occasion},
    policy::Scope,
    updates::UpdateEvent,
};
use uuid::Uuid;

use crate::{
    clock,
    db::{Database, Unit, Who},
    error::ApiError,
    features::updates::{
        records::{dates, stands},
        store::in_plans,
    },
};

use super::{
    owing,
    people::People,
    queue::{DIGEST, REPLACED, WAITING},
};

use entities::{cycle, message, message_part, notice, progress_update, setting, update_step};

/// The setting that says when digests were planned last.
const PLANNED: &str = "mail.planned";
/// The kind of part that tells of a decision.
pub const DECISION: &str = "decision";
/// The kind of part that tells of an update that was handed over.
pub const HANDED: &str = "handed_over";
/// The kind of part that tells of the week. None of the reminders has this word.
pub const WEEK: &str = "weekly";
/// The kind of part that counts what is to be done about cases.
pub const CASES: &str = "cases";
/// How far back decisions are told of, when the server was away or mail has just been set up.
const LOOK_BACK: Duration = Duration::days(14);
/// Rows of one insertion, which keeps its values below the databases' limits.
const ROWS: usize = 500;

/// Something to say, by kind and by what it is about.
type Said = (String, String);
/// Everything to say, by agency and person.
type Parts = BTreeMap<(AgencyId, PersonId), Vec<Said>>;

/// Plans the digests of the day that it is at `now`, unless that was done or it is not yet `hour`.
///
/// # Errors
/// When the database fails.
pub async fn plan_due(db: &Database, now: DateTime<Utc>, hour: u32) -> Result<(), ApiError> {
    let Some(day) = sending_day(clock::london(now), hour) else {
        return Ok(());
    };
    if is_planned(&db.read, day).await?.is_err() {
        return Ok(());
    }
    db.unit(Who::console("mail"), move |unit| {
        Box::pin(async move {
            unit.changes_nothing();
            unit.alone("mail plan").await?;
            match is_planned(unit.txn, day).await? {
                Ok(last) => plan(unit, day, last, now).await,
                Err(Planned) => Ok(()),
            }
        })
    })
    .await
}

/// The day has been planned.
struct Planned;

/// When digests were planned last, if that was before `day`.
async fn is_planned(
    connection: &impl ConnectionTrait,
    day: NaiveDate,
) -> Result<Result<Option<DateTime<Utc>>, Planned>, ApiError> {
    let last = setting::Entity::find_by_id(PLANNED)
        .one(connection)
        .await?
        .and_then(|row| row.value.parse::<DateTime<Utc>>().ok());
    Ok(match last {
        Some(last) if clock::london_day(last) >= day => Err(Planned),
        last => Ok(last),
    })
}

async fn plan(
    unit: &Unit<'_>,
    day: NaiveDate,
    last: Option<DateTime<Utc>>,
    now: DateTime<Utc>,
) -> Result<(), ApiError> {
    let scope = owing::everything();
    let mut parts = Parts::new();
    reminders(unit, &scope, day, &mut parts).await?;
    let since = last.map_or(now - Duration::days(1), |last| last.max(now - LOOK_BACK));
    decisions(unit, &scope, since, now, &mut parts).await?;
    handed_over(unit, &scope, (since, now), &mut parts).await?;
    about_cases(unit, &scope, (since, now), &mut parts).await?;
    write(unit, day, parts).await?;
    setting::Entity::insert(setting::ActiveModel {
        key: Set(PLANNED.to_owned()),
        value: Set(now.to_rfc3339()),
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

/// What there is to say of cycles, and of the week.
async fn reminders(
    unit: &Unit<'_>,
    scope: &Scope,
    day: NaiveDate,
    parts: &mut Parts,
) -> Result<(), ApiError> {
    let cycles = cycle::Entity::find()
        .filter(cycle::Column::Opens.lte(day))
        .filter(cycle::Column::Closes.gte(day - Duration::days(ESCALATION_DAYS)))
        .all(unit.txn)
        .await?;
    let mut owed = owing::in_cycles(unit.txn, scope, &cycles).await?;
    let people = People::load(unit.txn, scope, day, owed.agencies()).await?;
    for row in cycles {
        let Some(reminder) = reminder_on(&dates(&row), day) else {
            continue;
        };
        let owing = owed.take(row.id);
        let running = stands(&row, day).takes_updates().is_ok();
        for agency in owing.into_keys() {
            let colleagues = people.of(agency);
            for person in recipients(reminder, colleagues, people.accountable(agency)) {
                parts
                    .entry((agency, person))
                    .or_default()
                    .push((reminder.code().to_owned(), row.id.to_string()));
            }
            if running {
                for person in weekly_recipients(colleagues, day) {
                    parts
                        .entry((agency, person))
                        .or_default()
                        .push((WEEK.to_owned(), format!("{day} {}", row.id)));
                }
            }
        }
    }
    Ok(())
}

/// What was decided since the last time, for those who wrote it.
async fn decisions(
    unit: &Unit<'_>,
    scope: &Scope,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
    parts: &mut Parts,
) -> Result<(), ApiError> {
    let events = [
        UpdateEvent::Accept,
        UpdateEvent::Return,
        UpdateEvent::Override,
        UpdateEvent::Dispute,
    ];
    let steps = update_step::Entity::find()
        .filter(update_step::Column::At.gt(since))
        .filter(update_step::Column::At.lte(now))
        .filter(update_step::Column::Event.is_in(events.map(UpdateEvent::code)))
        .all(unit.txn)
        .await?;
    let updates: HashMap<Uuid, progress_update::Model> = progress_update::Entity::find()
        .filter(in_plans(progress_update::Column::PlanId, scope))
        .filter(progress_update::Column::Id.is_in(steps.iter().map(|step| step.update_id)))
        .all(unit.txn)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let agencies: HashSet<AgencyId> = updates
        .values()
        .map(|update| AgencyId(update.agency_id))
        .collect();
    let people = People::load(unit.txn, scope, clock::london_day(now), agencies).await?;
    for step in steps {
        let Some(update) = updates.get(&step.update_id) else {
            continue;
        };
        let agency = AgencyId(update.agency_id);
        let mut writers = vec![update.author_id, update.last_editor_id];
        writers.dedup();
        for writer in writers.into_iter().filter(|writer| *writer != step.by_id) {
            let wanted = people
                .of(agency)
                .iter()
                .any(|one| one.person.0 == writer && one.reports() && one.choice.decisions);
            if wanted {
                parts
                    .entry((agency, PersonId(writer)))
                    .or_default()
                    .push((DECISION.to_owned(), step.id.to_string()));
            }
        }
    }
    Ok(())
}

/// What was handed over since the last time, for those who have it now.
async fn handed_over(
    unit: &Unit<'_>,
    scope: &Scope,
    (since, now): (DateTime<Utc>, DateTime<Utc>),
    parts: &mut Parts,
) -> Result<(), ApiError> {
    let rows = notice::Entity::find()
        .filter(notice::Column::At.gt(since))
        .filter(notice::Column::At.lte(now))
        .filter(notice::Column::Occasion.eq(Occasion::HandedOver.code()))
        .all(unit.txn)
        .await?;
    let agencies: HashSet<AgencyId> = rows.iter().map(|row| AgencyId(row.agency_id)).collect();
    let people = People::load(unit.txn, scope, clock::london_day(now), agencies).await?;
    for row in rows {
        let (agency, person) = (AgencyId(row.agency_id), PersonId(row.person_id));
        // It is something that is owed, as what reminders tell of.
        let wanted = people
            .of(agency)
            .iter()
            .any(|one| one.person == person && one.reports() && one.choice.reminders);
        if wanted {
            let subject = format!("{} {}", row.subject_id, row.at.timestamp_micros());
            parts
                .entry((agency, person))
                .or_default()
                .push((HANDED.to_owned(), subject));
        }
    }
    Ok(())
}

/// What is to be done about cases since the last time. A mail says how much it is, and nothing of
/// any case.
async fn about_cases(
    unit: &Unit<'_>,
    scope: &Scope,
    (since, now): (DateTime<Utc>, DateTime<Utc>),
    parts: &mut Parts,
) -> Result<(), ApiError> {
    let rows = notice::Entity::find()
        .filter(notice::Column::At.gt(since))
        .filter(notice::Column::At.lte(now))
        .filter(notice::Column::ReadAt.is_null())
        .filter(
            notice::Column::Occasion.is_in(Occasion::all_about(About::Case).map(Occasion::code)),
        )
        .all(unit.txn)
        .await?;
    let agencies: HashSet<AgencyId> = rows.iter().map(|row| AgencyId(row.agency_id)).collect();
    let people = People::load(unit.txn, scope, clock::london_day(now), agencies).await?;
    for row in rows {
        let (agency, person) = (AgencyId(row.agency_id), PersonId(row.person_id));
        let wanted = people
            .of(agency)
            .iter()
            .any(|one| one.person == person && one.open && one.choice.reminders);
        if wanted {
            let subject = format!("{} {}", row.id, row.at.timestamp_micros());
            parts
                .entry((agency, person))
                .or_default()
                .push((CASES.to_owned(), subject));
        }
    }
    Ok(())
}

/// Writes the digests, each with what was never said before. What waits from an earlier day goes
/// into today's, so that nobody gets two at once when the mail has been away.
async fn write(unit: &Unit<'_>, day: NaiveDate, parts: Parts) -> Result<(), ApiError> {
    for ((agency, person), said) in parts {
        let new = unsaid(unit, agency, person, said).await?;
        let own = Condition::all()
            .add(message::Column::AgencyId.eq(agency.0))
            .add(message::Column::PersonId.eq(person.0))
            .add(message::Column::Kind.eq(DIGEST));
        let today = message::Entity::find()
            .filter(own.clone())
            .filter(message::Column::Day.eq(day))
            .one(unit.txn)
            .await?;
        if new.is_empty() || today.is_some() {
            continue;
        }
        let id = clock::ordered_id();
        message::Entity::insert(message::ActiveModel {
            id: Set(id),
            agency_id: Set(agency.0),
            person_id: Set(person.0),
            day: Set(day),
            state: Set(WAITING.to_owned()),
            attempts: Set(0),
            created_at: Set(unit.now),
            due_at: Set(unit.now),
            leased_until: Set(None),
            lease: Set(None),
            sent_at: Set(None),
            trouble: Set(None),
            kind: Set(DIGEST.to_owned()),
        })
        .exec_without_returning(unit.txn)
        .await?;
        take_over(unit, own, id).await?;
        let rows: Vec<message_part::ActiveModel> = new
            .into_iter()
            .map(|(kind, subject)| message_part::ActiveModel {
                agency_id: Set(agency.0),
                person_id: Set(person.0),
                kind: Set(kind),
                subject: Set(subject),
                message_id: Set(id),
            })
            .collect();
        for rows in rows.chunks(ROWS) {
            message_part::Entity::insert_many(rows.iter().cloned())
                .exec_without_returning(unit.txn)
                .await?;
        }
    }
    Ok(())
}

/// What of `said` nobody has told the person yet, each once.
async fn unsaid(
    unit: &Unit<'_>,
    agency: AgencyId,
    person: PersonId,
    mut said: Vec<Said>,
) -> Result<Vec<Said>, ApiError> {
    said.sort_unstable();
    said.dedup();
    let known: HashSet<Said> = message_part::Entity::find()
        .filter(message_part::Column::AgencyId.eq(agency.0))
        .filter(message_part::Column::PersonId.eq(person.0))
        .filter(message_part::Column::Subject.is_in(said.iter().map(|(_, subject)| subject)))
        .all(unit.txn)
        .await?
        .into_iter()
        .map(|row| (row.kind, row.subject))
        .collect();
    said.retain(|one| !known.contains(one));
    Ok(said)
}

/// Lets `id` say what earlier mails to the same person were to say that nobody is sending now.
async fn take_over(unit: &Unit<'_>, own: Condition, id: Uuid) -> Result<(), ApiError> {
    let earlier: Vec<Uuid> = message::Entity::find()
        .filter(own)
        .filter(message::Column::State.eq(WAITING))
        .filter(message::Column::Id.ne(id))
        .filter(
            Condition::any()
                .add(message::Column::LeasedUntil.is_null())
                .add(message::Column::LeasedUntil.lte(unit.now)),
        )
        .all(unit.txn)
        .await?
        .into_iter()
        .map(|row| row.id)
        .collect();
    if earlier.is_empty() {
        return Ok(());
    }
    message_part::Entity::update_many()
        .col_expr(message_part::Column::MessageId, Expr::value(id))
        .filter(message_part::Column::MessageId.is_in(earlier.iter().copied()))
        .exec(unit.txn)
        .await?;
    message::Entity::update_many()
        .col_expr(message::Column::State, Expr::value(REPLACED))
        .filter(message::Column::Id.is_in(earlier))
        .exec(unit.txn)
        .await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use shared::chasing::Reminder;

    use super::*;

    #[test]
    fn what_is_said_of_cycles_is_told_from_everything_else() {
        assert_eq!(Reminder::from_code(WEEK), None);
        assert_eq!(Reminder::from_code(DECISION), None);
        assert_eq!(Reminder::from_code(HANDED), None);
        assert_eq!(Reminder::from_code(CASES), None);
    }
}
