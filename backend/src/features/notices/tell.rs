//! Writing notices, and taking them back.

use chrono::NaiveDate;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, Value, sea_query::Query};
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

use entities::notice::{Column, Entity};

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

/// The columns of a notice, in the order of [`News::values`].
const COLUMNS: [&str; 12] = [
    "id",
    "person_id",
    "occasion",
    "said",
    "subject_id",
    "at",
    "by_id",
    "agency_id",
    "plan_id",
    "action_id",
    "starts_on",
    "ends_on",
];

impl News {
    fn values(&self, unit: &Unit<'_>, person: PersonId) -> Vec<Value> {
        vec![
            clock::ordered_id().into(),
            person.0.into(),
            self.occasion.code().into(),
            self.said.clone().into(),
            self.subject.into(),
            unit.now.into(),
            unit.person().map(|person| person.0).into(),
            self.agency.0.into(),
            self.plan.map(|plan| plan.0).into(),
            self.action.map(|action| action.0).into(),
            self.days.0.into(),
            self.days.1.into(),
        ]
    }
}

/// Tells `people`, each once, when the unit ends; whoever acts knows already. What was told before
/// is told anew, in the place of the earlier notice. A unit says a thing once.
pub fn tell(unit: &Unit<'_>, news: &News, people: impl IntoIterator<Item = PersonId>) {
    let mut people: Vec<PersonId> = people
        .into_iter()
        .filter(|person| Some(*person) != unit.person())
        .collect();
    people.sort_unstable();
    people.dedup();
    if people.is_empty() {
        return;
    }
    let mut values: Vec<Value> = Vec::with_capacity(people.len() * COLUMNS.len());
    let mut rows = Vec::with_capacity(people.len());
    for person in people {
        let first = values.len();
        values.extend(news.values(unit, person));
        let numbers: Vec<String> = (first..values.len())
            .map(|number| format!("${}", number + 1))
            .collect();
        rows.push(format!("({})", numbers.join(", ")));
    }
    unit.change(
        &format!(
            "INSERT INTO notice ({}) VALUES {} ON CONFLICT (person_id, said) DO UPDATE SET \
             at = excluded.at, by_id = excluded.by_id, starts_on = excluded.starts_on, \
             ends_on = excluded.ends_on, read_at = NULL",
            COLUMNS.join(", "),
            rows.join(", ")
        ),
        values,
    );
}

/// Marks as read, when the unit ends, what others need not do any more: notices of `occasions` on
/// `subject`, of one agency or of all. The same unit tells none of them anew.
pub fn settle(unit: &Unit<'_>, subject: Uuid, occasions: &[Occasion], agency: Option<AgencyId>) {
    if occasions.is_empty() {
        return;
    }
    let codes: Vec<String> = occasions
        .iter()
        .map(|one| format!("'{}'", one.code()))
        .collect();
    let mut values: Vec<Value> = vec![unit.now.into(), subject.into()];
    let mut whose = "";
    if let Some(agency) = agency {
        values.push(agency.0.into());
        whose = " AND agency_id = $3";
    }
    unit.change(
        &format!(
            "UPDATE notice SET read_at = $1 WHERE subject_id = $2 AND occasion IN ({}) \
             AND read_at IS NULL{whose}",
            codes.join(", ")
        ),
        values,
    );
}

/// What the people with an open account may do for some agencies, or for a plan, today.
pub struct Able {
    plan: PlanId,
    people: Vec<Actor>,
}

impl Able {
    /// Reads it by one question.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(
        unit: &Unit<'_>,
        plan: PlanId,
        agencies: &[AgencyId],
    ) -> Result<Self, ApiError> {
        use entities::{person, person_grant};
        let open = Query::select()
            .column(person::Column::Id)
            .from(person::Entity)
            .and_where(person::Column::Disabled.eq(false))
            .and_where(person::Column::Kind.eq(PERSON))
            .to_owned();
        let agencies = agencies.iter().map(|agency| agency.0);
        let grants = person_grant::Entity::find()
            .filter(
                Condition::any()
                    .add(person_grant::Column::AgencyId.is_in(agencies))
                    .add(person_grant::Column::PlanId.eq(plan.0)),
            )
            .filter(person_grant::Column::PersonId.in_subquery(open))
            .all(unit.txn)
            .await?;
        let today = unit.today();
        let people = grants
            .iter()
            .filter_map(|row| {
                let given = session::given(row).filter(|given| given.holds_on(today))?;
                Some(Actor {
                    person: PersonId(row.person_id),
                    grants: vec![given.grant()],
                    scopes: None,
                })
            })
            .collect();
        Ok(Self { plan, people })
    }

    /// Those whose role in `agency`, or for the plan, lets them `verb` the agency's `resource` in
    /// the plan.
    pub fn to(&self, verb: Verb, resource: Resource, agency: AgencyId) -> Vec<PersonId> {
        let target = Target {
            plan: Some(self.plan),
            agencies: &[agency],
            person: None,
        };
        self.people
            .iter()
            .filter(|actor| decide(actor, verb, resource, &target).allowed())
            .map(|actor| actor.person)
            .collect()
    }
}

/// Tells the person whom an exception lets report in a closed cycle.
pub fn exception(unit: &Unit<'_>, row: &entities::cycle_exception::Model) {
    let news = News {
        occasion: Occasion::Exception,
        said: exception_said(row),
        subject: row.cycle_id,
        agency: AgencyId(row.agency_id),
        plan: Some(PlanId(row.plan_id)),
        action: Some(ActionId(row.action_id)),
        days: (None, Some(row.until)),
    };
    tell(unit, &news, [PersonId(row.person_id)]);
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
            tell(unit, &news, [person]);
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
