//! What somebody has to do: put right, review, finish, begin.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::{
    ids::{ActionId, AgencyId, PersonId, PlanId, UpdateId},
    plans::ActionState,
    policy::{Actor, Scope, Verb},
    updates::{
        Brag, ContributionState, CycleState, Exception, UpdateState,
        api::{MyWork, Owed, UnchangedGreen, UpdateSummary},
        is_unchanged_green, may_be_accepted,
    },
};
use uuid::Uuid;

use crate::{
    db::json::{self, Lists},
    error::ApiError,
    features::{auth::session, names},
};

use super::{
    contributions, cycles, exceptions, facts, judge, leads,
    records::{self, content_of, dates, stands},
    store::{self, in_plans},
    views,
};

use entities::progress_update::{Column, Entity, Model};

/// Cycles that open next, at most.
const UPCOMING: usize = 5;

/// What the caller has to do today.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub async fn read(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    scope: &Scope,
    today: NaiveDate,
) -> Result<MyWork, ApiError> {
    let own = store::agencies_for(actor, Verb::Read);
    let rows = open(connection, actor, scope).await?;
    let acceptors = acceptors(connection, scope, &rows).await?;
    let asked = asked(connection, actor, &rows).await?;
    let helpless = without_reviewer(connection, actor, today, &rows, &acceptors).await?;
    let ids = |test: &dyn Fn(&Model) -> bool| -> HashSet<Uuid> {
        rows.iter()
            .filter(|row| test(row))
            .map(|row| row.id)
            .collect()
    };
    let of_own = |row: &Model| own.contains(&AgencyId(row.agency_id));
    let in_state = |row: &Model, state: UpdateState| row.state == state.code();
    let returned = ids(&|row| of_own(row) && in_state(row, UpdateState::Returned));
    let drafts = ids(&|row| of_own(row) && in_state(row, UpdateState::Draft));
    let to_review =
        ids(&|row| waits(row) && (reviews(actor, row, &acceptors) || helpless.contains(&row.id)));
    let to_endorse = ids(&|row| waits(row) && asked.contains(&row.id));
    let submitted = ids(&|row| of_own(row) && waits(row) && !to_review.contains(&row.id));
    let mine: Vec<&Model> = rows
        .iter()
        .filter(|row| waits(row) && reviews(actor, row, &acceptors))
        .collect();
    let unchanged = unchanged(connection, today, &mine, &acceptors).await?;
    let summaries = views::summaries(connection, rows).await?;
    let these = |ids: &HashSet<Uuid>| -> Vec<UpdateSummary> {
        summaries
            .iter()
            .filter(|update| ids.contains(&update.id.0))
            .cloned()
            .collect()
    };
    let (running, upcoming) = open_cycles(connection, scope, today).await?;
    let anyone = |_: &entities::cycle::Model, _: ActionId, _: AgencyId| true;
    let mut owed = owed(connection, actor, scope, today, (&own, anyone), &running).await?;
    owed.extend(reopened(connection, actor, scope, today).await?);
    owed.sort_by_key(|owed| owed.due);
    Ok(MyWork {
        returned: these(&returned),
        to_review: these(&to_review),
        unchanged,
        to_endorse: these(&to_endorse),
        drafts: these(&drafts),
        owed,
        submitted: these(&submitted),
        upcoming: cycles::views(connection, actor, scope, today, upcoming).await?,
    })
}

/// The open updates within the caller's reach, longest unchanged first.
async fn open(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    scope: &Scope,
) -> Result<Vec<Model>, ApiError> {
    Ok(Entity::find()
        .filter(store::reach(actor, scope))
        .filter(Column::State.is_in(store::open_states()))
        .order_by_asc(Column::ChangedAt)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?)
}

/// Whether an update waits for a review or is in one.
fn waits(row: &Model) -> bool {
    [UpdateState::Submitted, UpdateState::InReview]
        .iter()
        .any(|state| row.state == state.code())
}

/// The agency whose lead accepts each update.
async fn acceptors(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    rows: &[Model],
) -> Result<HashMap<Uuid, AgencyId>, ApiError> {
    let mut actions: Vec<ActionId> = rows.iter().map(|row| ActionId(row.action_id)).collect();
    actions.sort_unstable();
    actions.dedup();
    let leads = leads::of_actions(connection, scope, &actions).await?;
    Ok(rows
        .iter()
        .map(|row| {
            let leads = leads.get(&ActionId(row.action_id));
            let leads = leads.map_or(&[][..], Vec::as_slice);
            (row.id, judge::acceptor(AgencyId(row.agency_id), leads))
        })
        .collect())
}

/// Of the updates of partners, those that wait for an answer that `actor` may give.
async fn asked(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    rows: &[Model],
) -> Result<HashSet<Uuid>, ApiError> {
    use entities::contribution::{Column, Entity};
    let own = store::contributors(actor, Verb::Approve);
    let waiting: Vec<&Model> = rows
        .iter()
        .filter(|row| waits(row) && !own.contains(&AgencyId(row.agency_id)))
        .filter(|row| row.author_id != actor.person.0 && row.last_editor_id != actor.person.0)
        .collect();
    if own.is_empty() || waiting.is_empty() {
        return Ok(HashSet::new());
    }
    let found: Vec<Uuid> = Entity::find()
        .select_only()
        .column(Column::UpdateId)
        .filter(Column::UpdateId.is_in(waiting.iter().map(|row| row.id)))
        .filter(Column::AgencyId.is_in(own.iter().map(|agency| agency.0)))
        .filter(Column::State.eq(ContributionState::Requested.code()))
        .into_tuple()
        .all(connection)
        .await?;
    Ok(found.into_iter().collect())
}

/// Whether `actor` can accept or return what waits: a lead of the agency that accepts it, who did
/// not write it.
fn reviews(actor: &Actor, row: &Model, acceptors: &HashMap<Uuid, AgencyId>) -> bool {
    let acceptor = acceptors
        .get(&row.id)
        .copied()
        .unwrap_or(AgencyId(row.agency_id));
    row.author_id != actor.person.0
        && row.last_editor_id != actor.person.0
        && judge::role(actor, Verb::Approve, PlanId(row.plan_id), &[acceptor]).is_ok()
}

/// Of the updates that a lead can accept, the greens that are as they were.
async fn unchanged(
    connection: &impl ConnectionTrait,
    today: NaiveDate,
    mine: &[&Model],
    acceptors: &HashMap<Uuid, AgencyId>,
) -> Result<Vec<UnchangedGreen>, ApiError> {
    use entities::cycle;
    let green = Brag::Green.code();
    let greens: Vec<&Model> = mine
        .iter()
        .copied()
        .filter(|row| row.brag.as_deref() == Some(green))
        .collect();
    if greens.is_empty() {
        return Ok(Vec::new());
    }
    let cycles = cycle::Entity::find()
        .filter(cycle::Column::Id.is_in(greens.iter().map(|row| row.cycle_id)))
        .all(connection)
        .await?;
    let actions: Vec<ActionId> = greens.iter().map(|row| ActionId(row.action_id)).collect();
    let reports = Reports::load(connection, &actions, &cycles).await?;
    let answers = contributions::of_updates(connection, greens.iter().map(|row| row.id)).await?;
    let mut found = Vec::new();
    for row in greens {
        let previous = reports.last(row.action_id, row.cycle_id);
        if !is_unchanged_green(&content_of(row)?, facts::kept(row)?.as_ref(), previous) {
            continue;
        }
        let asked = answers.get(&row.id).map_or(&[][..], Vec::as_slice);
        let cycle = cycles.iter().find(|cycle| cycle.id == row.cycle_id);
        let acceptable = acceptors
            .get(&row.id)
            .zip(cycle.map(|cycle| stands(cycle, today)))
            .is_some_and(|(acceptor, cycle)| {
                cycle.takes_reviews().is_ok() && may_be_accepted(asked, *acceptor, cycle).is_ok()
            });
        if acceptable {
            found.push(UnchangedGreen {
                update: UpdateId(row.id),
                version: row.version,
            });
        }
    }
    Ok(found)
}

/// Of the updates that wait in the plans that `actor` coordinates, those that nobody in their
/// agency can review: they fall to the coordinator.
async fn without_reviewer(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    today: NaiveDate,
    rows: &[Model],
    acceptors: &HashMap<Uuid, AgencyId>,
) -> Result<HashSet<Uuid>, ApiError> {
    let plans = store::plans_for(actor, Verb::Override);
    let waiting: Vec<&Model> = rows
        .iter()
        .filter(|row| waits(row) && plans.contains(&PlanId(row.plan_id)))
        .filter(|row| row.author_id != actor.person.0 && row.last_editor_id != actor.person.0)
        .collect();
    if waiting.is_empty() {
        return Ok(HashSet::new());
    }
    let agencies = acceptors.values().map(|agency| agency.0);
    let colleagues = colleagues(connection, today, agencies).await?;
    Ok(waiting
        .into_iter()
        .filter(|row| {
            !colleagues
                .iter()
                .any(|person| reviews(person, row, acceptors))
        })
        .map(|row| row.id)
        .collect())
}

/// Everyone with a working account and a role in one of `agencies` today, with their roles in them.
async fn colleagues(
    connection: &impl ConnectionTrait,
    today: NaiveDate,
    agencies: impl Iterator<Item = Uuid>,
) -> Result<Vec<Actor>, ApiError> {
    use entities::{person, person_grant};
    let grants = person_grant::Entity::find()
        .filter(person_grant::Column::AgencyId.is_in(agencies))
        .all(connection)
        .await?;
    let working: Vec<Uuid> = person::Entity::find()
        .select_only()
        .column(person::Column::Id)
        .filter(person::Column::Id.is_in(grants.iter().map(|grant| grant.person_id)))
        .filter(person::Column::Disabled.eq(false))
        .filter(person::Column::PasswordHash.is_not_null())
        .into_tuple()
        .all(connection)
        .await?;
    let mut people: HashMap<Uuid, Actor> = working
        .into_iter()
        .map(|id| {
            let nobody = Actor {
                person: PersonId(id),
                grants: Vec::new(),
                scopes: None,
            };
            (id, nobody)
        })
        .collect();
    for grant in grants {
        let given = session::given(&grant).filter(|given| given.holds_on(today));
        if let Some((given, person)) = given.zip(people.get_mut(&grant.person_id)) {
            person.grants.push(given.grant());
        }
    }
    Ok(people.into_values().collect())
}

/// The cycles within reach that take updates today, and the next ones that will.
async fn open_cycles(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    today: NaiveDate,
) -> Result<(Vec<entities::cycle::Model>, Vec<entities::cycle::Model>), ApiError> {
    use entities::cycle::{Column, Entity};
    let cycles = Entity::find()
        .filter(in_plans(Column::PlanId, scope))
        .filter(Column::Closes.gte(today))
        .order_by_asc(Column::Opens)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?;
    let (running, mut upcoming): (Vec<_>, Vec<_>) = cycles
        .into_iter()
        .partition(|cycle| dates(cycle).state_on(today).takes_updates().is_ok());
    upcoming.truncate(UPCOMING);
    Ok((running, upcoming))
}

/// What the agencies `own` owe in the cycles `running`, by due date and then by place in print, as
/// far as `may` lets them report.
async fn owed(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    scope: &Scope,
    today: NaiveDate,
    (own, may): (
        &[AgencyId],
        impl Fn(&entities::cycle::Model, ActionId, AgencyId) -> bool,
    ),
    running: &[entities::cycle::Model],
) -> Result<Vec<Owed>, ApiError> {
    if own.is_empty() || running.is_empty() {
        return Ok(Vec::new());
    }
    let led = leads::led_by(connection, scope, own).await?;
    let actions = owing(connection, scope, &led, running).await?;
    let ids: Vec<ActionId> = actions.iter().map(|row| ActionId(row.id)).collect();
    let leads = leads::of_actions(connection, scope, &ids).await?;
    let reports = Reports::load(connection, &ids, running).await?;
    let plans = names::plans(connection, actions.iter().map(|row| PlanId(row.plan_id))).await?;
    let agencies = names::agencies(connection, own.iter().copied()).await?;
    let mut owed = Vec::new();
    for cycle in running {
        let asked = records::scope(cycle)?;
        for action in actions.iter().filter(|row| row.plan_id == cycle.plan_id) {
            let (plan, id) = (PlanId(action.plan_id), ActionId(action.id));
            let leads = leads.get(&id).map_or(&[][..], Vec::as_slice);
            if !asked.covers(id, leads.iter().copied()) {
                continue;
            }
            let lead = leads
                .iter()
                .find(|lead| own.contains(lead) && may(cycle, id, **lead));
            let around = lead
                .and_then(|lead| agencies.get(lead))
                .zip(plans.get(&plan));
            let Some((agency, plan_ref)) = around else {
                continue;
            };
            if reports.has(action.id, cycle.id) {
                continue;
            }
            owed.push(Owed {
                plan: plan_ref.clone(),
                action: names::action(action),
                cycle: views::cycle_ref(cycle),
                cycle_state: stands(cycle, today),
                agency: agency.clone(),
                due: cycle.due,
                last_brag: reports.last(action.id, cycle.id),
                can_start: judge::role(actor, Verb::Create, plan, &[agency.id]).is_ok(),
            });
        }
    }
    Ok(owed)
}

/// What an exception lets `actor` report late, due on the exception's last day.
async fn reopened(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    scope: &Scope,
    today: NaiveDate,
) -> Result<Vec<Owed>, ApiError> {
    use entities::cycle::{Column, Entity};
    let exceptions = exceptions::for_person(connection, actor.person).await?;
    let cycles = Entity::find()
        .filter(in_plans(Column::PlanId, scope))
        .filter(Column::Id.is_in(exceptions.iter().map(|(cycle, _)| *cycle)))
        .all(connection)
        .await?;
    let states: HashMap<Uuid, CycleState> = cycles
        .iter()
        .map(|cycle| (cycle.id, stands(cycle, today)))
        .collect();
    let opening: Vec<(Uuid, Exception)> = exceptions
        .into_iter()
        .filter(|(at, one)| {
            states
                .get(at)
                .is_some_and(|state| state.for_writer(&[*one], one.action, actor, today) != *state)
        })
        .collect();
    let agencies: Vec<AgencyId> = opening.iter().map(|(_, one)| one.agency).collect();
    let named = |cycle: Uuid, action: ActionId, agency: AgencyId| {
        opening
            .iter()
            .find(|(at, one)| *at == cycle && one.action == action && one.agency == agency)
            .map(|(_, one)| one)
    };
    let may = |cycle: &entities::cycle::Model, action: ActionId, agency: AgencyId| {
        named(cycle.id, action, agency).is_some()
    };
    let owed = owed(connection, actor, scope, today, (&agencies, may), &cycles).await?;
    Ok(owed
        .into_iter()
        .filter_map(|owed| {
            let exception = named(owed.cycle.id.0, owed.action.id, owed.agency.id)?;
            Some(Owed {
                due: exception.until,
                ..owed
            })
        })
        .collect())
}

/// Those of `actions` that owe updates, in the plans of `cycles` and in printed order.
async fn owing(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    actions: &[ActionId],
    cycles: &[entities::cycle::Model],
) -> Result<Vec<entities::action::Model>, ApiError> {
    use entities::action::{Column, Entity};
    Ok(Entity::find()
        .filter(in_plans(Column::PlanId, scope))
        .filter(Column::PlanId.is_in(cycles.iter().map(|cycle| cycle.plan_id)))
        .filter(Column::Id.is_in(actions.iter().map(|id| id.0)))
        .filter(Column::State.is_in(owing_states()))
        .order_by_asc(Column::Sort)
        .order_by_asc(Column::Id)
        .all(connection)
        .await?)
}

/// The words of the states in which an action owes updates.
pub fn owing_states() -> impl Iterator<Item = &'static str> {
    ActionState::ALL
        .iter()
        .filter(|state| state.owes_updates())
        .map(|state| state.code())
}

/// What was reported on some actions, for the cycles that run. Only whether something is open is
/// learnt of another joint lead's update.
struct Reports {
    /// Actions and cycles with an update that is open or accepted.
    present: HashSet<(Uuid, Uuid)>,
    /// The rating that was accepted last for an action in a cycle before this one.
    before: HashMap<(Uuid, Uuid), Brag>,
}

impl Reports {
    /// Reads them without the reports of all the cycles before (`db/json.rs` says why this goes
    /// under the ORM). The actions were found within the caller's scope.
    async fn load(
        connection: &impl ConnectionTrait,
        actions: &[ActionId],
        running: &[entities::cycle::Model],
    ) -> Result<Self, ApiError> {
        if actions.is_empty() {
            return Ok(Self {
                present: HashSet::new(),
                before: HashMap::new(),
            });
        }
        let mut lists = Lists::new(connection.get_database_backend());
        let chosen = json::ids(&mut lists, actions.iter().map(|id| id.0));
        lists.with(
            "chosen",
            &format!("SELECT a.id, a.plan_id FROM action a WHERE a.id IN ({chosen})"),
        );
        let cycles = json::ids(&mut lists, running.iter().map(|cycle| cycle.id));
        lists.with(
            "running",
            &format!("SELECT k.id, k.plan_id, k.opens FROM cycle k WHERE k.id IN ({cycles})"),
        );
        let open: Vec<String> = store::open_states()
            .map(|state| format!("'{state}'"))
            .collect();
        let present = lists.list(
            &[&lists.id("u.action_id"), &lists.id("u.cycle_id")],
            "",
            &format!(
                "running r CROSS JOIN progress_update u WHERE u.cycle_id = r.id \
                 AND u.action_id IN (SELECT id FROM chosen) \
                 AND (u.state IN ({}) OR (u.state = 'accepted' AND u.superseded = FALSE))",
                open.join(", ")
            ),
        );
        // From the cycle before back to the first, until there is one with a report.
        let before = lists.list(
            &[
                &lists.id("c.id"),
                &lists.id("r.id"),
                "(SELECT u.brag FROM cycle k CROSS JOIN progress_update u \
                 WHERE k.plan_id = c.plan_id AND k.opens < r.opens AND u.cycle_id = k.id \
                 AND u.action_id = c.id AND u.state = 'accepted' AND u.superseded = FALSE \
                 ORDER BY k.opens DESC, u.accepted_at DESC LIMIT 1)",
            ],
            "",
            "chosen c JOIN running r ON r.plan_id = c.plan_id",
        );
        let found = lists.ask(connection).await?;
        let before: Vec<(Uuid, Uuid, Option<Brag>)> = found.rows(before)?;
        Ok(Self {
            present: found.rows(present)?.into_iter().collect(),
            before: before
                .into_iter()
                .filter_map(|(action, cycle, brag)| Some(((action, cycle), brag?)))
                .collect(),
        })
    }

    /// Whether an update on the action is open or accepted in the cycle.
    fn has(&self, action: Uuid, cycle: Uuid) -> bool {
        self.present.contains(&(action, cycle))
    }

    /// The rating that was accepted last for the action in a cycle before `cycle`.
    fn last(&self, action: Uuid, cycle: Uuid) -> Option<Brag> {
        self.before.get(&(action, cycle)).copied()
    }
}
