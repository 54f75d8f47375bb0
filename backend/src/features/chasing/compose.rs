//! What a digest has to say at the moment in which it is sent: what has been done since it was
//! planned is not asked for any more, and who has left gets nothing.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use shared::{
    chasing::{Reminder, recipients, reminder_on},
    ids::{ActionId, AgencyId, PersonId, PlanId, UpdateId},
    policy::Scope,
    updates::{UpdateEvent, UpdateState},
};
use uuid::Uuid;

use crate::{
    clock,
    error::ApiError,
    features::{names, updates::records::dates},
};

use super::{
    letter::{self, Cycle, Decision, Digest, Handed, Letter},
    owing,
    people::People,
    plan::{CASES, DECISION, HANDED, WEEK},
    queue::GLASS,
    urgent,
};

use entities::{cycle, message, message_part, notice, person, progress_update, update_step};

/// The mail as it is now; none where nothing is left to say, or nobody to say it to.
///
/// # Errors
/// When the database fails.
pub async fn letter(
    connection: &impl ConnectionTrait,
    row: &message::Model,
    now: DateTime<Utc>,
    origin: &str,
    partnership: &str,
) -> Result<Option<Letter>, ApiError> {
    if row.kind == GLASS {
        return urgent::letter(connection, row, now, origin, partnership).await;
    }
    let scope = owing::everything();
    let agency = AgencyId(row.agency_id);
    let today = clock::london_day(now);
    let people = People::load(connection, &scope, today, [agency]).await?;
    let stays = people
        .of(agency)
        .iter()
        .any(|one| one.person.0 == row.person_id && one.open);
    let account = person::Entity::find_by_id(row.person_id)
        .one(connection)
        .await?;
    let named = names::agencies(connection, [agency]).await?;
    let Some(((account, agency_name), true)) = account
        .zip(named.get(&agency).map(|agency| agency.name.clone()))
        .zip(Some(stays))
    else {
        return Ok(None);
    };
    let parts = message_part::Entity::find()
        .filter(message_part::Column::MessageId.eq(row.id))
        .order_by_asc(message_part::Column::Kind)
        .order_by_asc(message_part::Column::Subject)
        .all(connection)
        .await?;
    let whose = Whose {
        agency,
        person: PersonId(row.person_id),
        people: &people,
        today,
    };
    let digest = Digest {
        partnership: partnership.to_owned(),
        agency: agency_name,
        cycles: whose.cycles(connection, &scope, &parts).await?,
        handed: whose.handed(connection, &scope, &parts).await?,
        decisions: decisions(connection, &scope, &parts).await?,
        cases: about_cases(connection, &parts).await?,
    };
    Ok(letter::write(&digest, &account.email, origin))
}

/// For whom something is to be said, and when.
struct Whose<'p> {
    agency: AgencyId,
    person: PersonId,
    people: &'p People,
    today: NaiveDate,
}

impl Whose<'_> {
    /// The cycles in which the agency still owes something, the most pressing first.
    async fn cycles(
        &self,
        connection: &impl ConnectionTrait,
        scope: &Scope,
        parts: &[message_part::Model],
    ) -> Result<Vec<Cycle>, ApiError> {
        // Once a cycle, whatever was planned of it.
        let mut wanted: BTreeMap<Uuid, bool> = BTreeMap::new();
        for part in parts {
            let id = match part.kind.as_str() {
                WEEK => part
                    .subject
                    .split(' ')
                    .nth(1)
                    .and_then(|id| id.parse().ok()),
                kind if Reminder::from_code(kind).is_some() => part.subject.parse().ok(),
                _ => None,
            };
            if let Some(id) = id {
                *wanted.entry(id).or_default() |= part.kind == WEEK;
            }
        }
        let rows = cycle::Entity::find()
            .filter(cycle::Column::Id.is_in(wanted.keys().copied()))
            .all(connection)
            .await?;
        let plans = names::plans(connection, rows.iter().map(|row| PlanId(row.plan_id))).await?;
        let mut owed = owing::in_cycles(connection, scope, &rows).await?;
        let mut cycles = Vec::new();
        for row in &rows {
            let reminder = reminder_on(&dates(row), self.today);
            let asked = wanted.get(&row.id).copied().unwrap_or_default();
            let (Some(plan), Some(reminder)) = (plans.get(&PlanId(row.plan_id)), reminder) else {
                continue;
            };
            if !(self.hears(reminder) || asked && reminder.can_be_declined()) {
                continue;
            }
            if let Some(mut owing) = owed.take(row.id).remove(&self.agency) {
                if reminder == Reminder::Escalated {
                    // Nobody can stand behind anything any more.
                    owing.asked.clear();
                }
                if owing.is_settled() {
                    continue;
                }
                cycles.push(Cycle {
                    reminder,
                    plan: plan.clone(),
                    name: row.name.clone(),
                    due: row.due,
                    closes: row.closes,
                    owing,
                });
            }
        }
        cycles.sort_by_key(|cycle| (std::cmp::Reverse(cycle.reminder), cycle.due));
        Ok(cycles)
    }

    /// The updates that were handed to them and that are still theirs to write.
    async fn handed(
        &self,
        connection: &impl ConnectionTrait,
        scope: &Scope,
        parts: &[message_part::Model],
    ) -> Result<Vec<Handed>, ApiError> {
        use crate::features::updates::store::in_plans;
        let ids: Vec<Uuid> = parts
            .iter()
            .filter(|part| part.kind == HANDED)
            .filter_map(|part| part.subject.split(' ').next()?.parse().ok())
            .collect();
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let rows = progress_update::Entity::find()
            .filter(in_plans(progress_update::Column::PlanId, scope))
            .filter(progress_update::Column::Id.is_in(ids))
            .filter(progress_update::Column::AssignedId.eq(self.person.0))
            .order_by_asc(progress_update::Column::Id)
            .all(connection)
            .await?;
        let actions =
            names::actions(connection, rows.iter().map(|row| ActionId(row.action_id))).await?;
        Ok(rows
            .iter()
            .filter(|row| {
                UpdateState::from_code(&row.state).is_some_and(|state| state.editable().is_ok())
            })
            .filter_map(|row| {
                Some(Handed {
                    action: actions.get(&ActionId(row.action_id))?.clone(),
                    update: UpdateId(row.id),
                })
            })
            .collect())
    }

    fn hears(&self, reminder: Reminder) -> bool {
        let colleagues = self.people.of(self.agency);
        recipients(reminder, colleagues, self.people.accountable(self.agency))
            .contains(&self.person)
    }
}

/// How many things about cases still wait for the person.
async fn about_cases(
    connection: &impl ConnectionTrait,
    parts: &[message_part::Model],
) -> Result<usize, ApiError> {
    let ids: Vec<Uuid> = parts
        .iter()
        .filter(|part| part.kind == CASES)
        .filter_map(|part| part.subject.split(' ').next()?.parse().ok())
        .collect();
    if ids.is_empty() {
        return Ok(0);
    }
    let waiting = notice::Entity::find()
        .filter(notice::Column::Id.is_in(ids))
        .filter(notice::Column::ReadAt.is_null())
        .count(connection)
        .await?;
    Ok(usize::try_from(waiting).unwrap_or(usize::MAX))
}

/// What became of updates, first to last.
async fn decisions(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    parts: &[message_part::Model],
) -> Result<Vec<Decision>, ApiError> {
    use crate::features::updates::store::in_plans;
    let ids: Vec<Uuid> = parts
        .iter()
        .filter(|part| part.kind == DECISION)
        .filter_map(|part| part.subject.parse().ok())
        .collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let steps = update_step::Entity::find()
        .filter(update_step::Column::Id.is_in(ids))
        .order_by_asc(update_step::Column::At)
        .order_by_asc(update_step::Column::Id)
        .all(connection)
        .await?;
    let updates: HashMap<Uuid, progress_update::Model> = progress_update::Entity::find()
        .filter(in_plans(progress_update::Column::PlanId, scope))
        .filter(progress_update::Column::Id.is_in(steps.iter().map(|step| step.update_id)))
        .all(connection)
        .await?
        .into_iter()
        .map(|row| (row.id, row))
        .collect();
    let actions = names::actions(
        connection,
        updates.values().map(|row| ActionId(row.action_id)),
    )
    .await?;
    Ok(steps
        .into_iter()
        .filter_map(|step| {
            let update = updates.get(&step.update_id)?;
            Some(Decision {
                event: UpdateEvent::from_code(&step.event)?,
                action: actions.get(&ActionId(update.action_id))?.clone(),
                update: UpdateId(update.id),
            })
        })
        .collect())
}
