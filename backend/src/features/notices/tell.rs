//! Writing notices, and taking them back.

use chrono::NaiveDate;
use sea_orm::{
    ActiveValue::Set,
    ColumnTrait, Condition, EntityTrait, QueryFilter,
    sea_query::{Expr, OnConflict, Query},
};
use shared::{
    auth::Given,
    ids::{ActionId, AgencyId, PersonId, PlanId},
    notices::{Occasion, is_deputy},
    policy::{Actor, Resource, Target, Verb, decide},
};
use uuid::Uuid;

use crate::{
    clock,
    db::Unit,
    error::ApiError,
    features::auth::{PERSON, session},
};

use entities::notice::{ActiveModel, Column, Entity};

/// Something to tell.
#[derive(Clone, Debug)]
pub struct News {
    /// Why.
    pub occasion: Occasion,
    /// What makes it the same when it comes about again.
    pub said: String,
    /// The record of the event that tells of it.
    pub subject: Uuid,
    /// For which agency somebody is told.
    pub agency: AgencyId,
    /// The plan.
    pub plan: Option<PlanId>,
    /// The action.
    pub action: Option<ActionId>,
    /// The first and the last day.
    pub days: (Option<NaiveDate>, Option<NaiveDate>),
}

impl News {
    fn row(&self, unit: &Unit<'_>, person: PersonId) -> ActiveModel {
        ActiveModel {
            id: Set(clock::ordered_id()),
            person_id: Set(person.0),
            occasion: Set(self.occasion.code().to_owned()),
            said: Set(self.said.clone()),
            subject_id: Set(self.subject),
            at: Set(unit.now),
            by_id: Set(unit.person().map(|person| person.0)),
            agency_id: Set(self.agency.0),
            plan_id: Set(self.plan.map(|plan| plan.0)),
            action_id: Set(self.action.map(|action| action.0)),
            starts_on: Set(self.days.0),
            ends_on: Set(self.days.1),
            read_at: Set(None),
        }
    }
}

/// Tells `people`, each once; whoever acts knows already. What was told before is told anew, in
/// the place of the earlier notice.
///
/// # Errors
/// When the database fails.
pub async fn tell(
    unit: &Unit<'_>,
    news: &News,
    people: impl IntoIterator<Item = PersonId>,
) -> Result<(), ApiError> {
    let mut people: Vec<PersonId> = people
        .into_iter()
        .filter(|person| Some(*person) != unit.person())
        .collect();
    people.sort_unstable();
    people.dedup();
    if people.is_empty() {
        return Ok(());
    }
    Entity::insert_many(people.into_iter().map(|person| news.row(unit, person)))
        .on_conflict(
            OnConflict::columns([Column::PersonId, Column::Said])
                .update_columns([
                    Column::At,
                    Column::ById,
                    Column::StartsOn,
                    Column::EndsOn,
                    Column::ReadAt,
                ])
                .to_owned(),
        )
        .exec_without_returning(unit.txn)
        .await?;
    Ok(())
}

/// Marks as read what others need not do any more: notices of `occasions` on `subject`, of one
/// agency or of all.
///
/// # Errors
/// When the database fails.
pub async fn settle(
    unit: &Unit<'_>,
    subject: Uuid,
    occasions: &[Occasion],
    agency: Option<AgencyId>,
) -> Result<(), ApiError> {
    if occasions.is_empty() {
        return Ok(());
    }
    let mut unread = Entity::update_many()
        .col_expr(Column::ReadAt, Expr::value(unit.now))
        .filter(Column::SubjectId.eq(subject))
        .filter(Column::Occasion.is_in(occasions.iter().map(|one| one.code())))
        .filter(Column::ReadAt.is_null());
    if let Some(agency) = agency {
        unread = unread.filter(Column::AgencyId.eq(agency.0));
    }
    unread.exec(unit.txn).await?;
    Ok(())
}

/// The people with an open account whose role in `agency`, or for `plan`, lets them `verb` the
/// agency's `resource` in the plan today.
///
/// # Errors
/// When the database fails.
pub async fn able(
    unit: &Unit<'_>,
    plan: PlanId,
    agency: AgencyId,
    verb: Verb,
    resource: Resource,
) -> Result<Vec<PersonId>, ApiError> {
    use entities::{person, person_grant};
    let open = Query::select()
        .column(person::Column::Id)
        .from(person::Entity)
        .and_where(person::Column::Disabled.eq(false))
        .and_where(person::Column::Kind.eq(PERSON))
        .to_owned();
    let grants = person_grant::Entity::find()
        .filter(
            Condition::any()
                .add(person_grant::Column::AgencyId.eq(agency.0))
                .add(person_grant::Column::PlanId.eq(plan.0)),
        )
        .filter(person_grant::Column::PersonId.in_subquery(open))
        .all(unit.txn)
        .await?;
    let today = unit.today();
    let target = Target {
        plan: Some(plan),
        agencies: &[agency],
        person: None,
    };
    Ok(grants
        .iter()
        .filter_map(|row| {
            let given = session::given(row).filter(|given| given.holds_on(today))?;
            let actor = Actor {
                person: PersonId(row.person_id),
                grants: vec![given.grant()],
                scopes: None,
            };
            decide(&actor, verb, resource, &target)
                .allowed()
                .then_some(actor.person)
        })
        .collect())
}

/// Tells the person whom an exception lets report in a closed cycle.
///
/// # Errors
/// When the database fails.
pub async fn exception(
    unit: &Unit<'_>,
    row: &entities::cycle_exception::Model,
) -> Result<(), ApiError> {
    let news = News {
        occasion: Occasion::Exception,
        said: exception_said(row),
        subject: row.cycle_id,
        agency: AgencyId(row.agency_id),
        plan: Some(PlanId(row.plan_id)),
        action: Some(ActionId(row.action_id)),
        days: (None, Some(row.until)),
    };
    tell(unit, &news, [PersonId(row.person_id)]).await
}

/// Takes back what was said of an exception that ends before its time.
///
/// # Errors
/// When the database fails.
pub async fn exception_ended(
    unit: &Unit<'_>,
    row: &entities::cycle_exception::Model,
) -> Result<(), ApiError> {
    take_back(unit, PersonId(row.person_id), exception_said(row)).await
}

fn exception_said(row: &entities::cycle_exception::Model) -> String {
    format!("exception {}", row.id)
}

async fn take_back(unit: &Unit<'_>, person: PersonId, said: String) -> Result<(), ApiError> {
    Entity::delete_many()
        .filter(Column::PersonId.eq(person.0))
        .filter(Column::Said.eq(said))
        .exec(unit.txn)
        .await?;
    Ok(())
}

/// Tells `person` for whom they stand in from now on, and takes back what no longer holds.
///
/// # Errors
/// When the database fails.
pub async fn deputies(
    unit: &Unit<'_>,
    person: PersonId,
    before: &[Given],
    after: &[Given],
) -> Result<(), ApiError> {
    for gone in before.iter().filter(|given| !after.contains(given)) {
        if let Some(news) = deputy(person, gone) {
            take_back(unit, person, news.said).await?;
        }
    }
    for new in after.iter().filter(|given| !before.contains(given)) {
        if let Some(news) = deputy(person, new) {
            tell(unit, &news, [person]).await?;
        }
    }
    Ok(())
}

fn deputy(person: PersonId, given: &Given) -> Option<News> {
    let agency = given.agency.filter(|_| is_deputy(given))?;
    let day = |day: Option<NaiveDate>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
    Some(News {
        occasion: Occasion::Deputy,
        said: format!("deputy {agency} {} {}", day(given.from), day(given.until)),
        subject: person.0,
        agency,
        plan: None,
        action: None,
        days: (given.from, given.until),
    })
}
