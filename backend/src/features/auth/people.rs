//! People and the roles that they hold.

use std::collections::HashMap;

use chrono::NaiveDate;
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait,
    QueryFilter, QueryOrder,
};
use shared::{
    auth::{
        Given, GrantFault,
        api::{
            GrantView, InvitePerson, Invited, NewGrant, PatchPerson, Permit, PersonList,
            PersonState, PersonView, SetGrants,
        },
        check_grants,
    },
    ids::{AgencyId, PersonId},
    patch::Patch,
    policy::{Actor, Decision, RefusalCode, Resource, Scope, Target, Verb, decide},
    problem::{FieldCode, FieldError},
    text::{NAME_MAX, email, line},
};

use crate::{
    clock,
    ctx::Ctx,
    db::{Act, Unit},
    error::{ApiError, permit},
    features::{names, notices},
    http::reply::Reply,
};

use super::{PERSON, links, session};

/// A person's row and roles.
struct Known {
    row: entities::person::Model,
    grants: Vec<Given>,
}

impl Known {
    fn agencies(&self) -> Vec<AgencyId> {
        self.grants
            .iter()
            .filter_map(|grant| grant.agency)
            .collect()
    }

    fn decide(&self, actor: &Actor, verb: Verb) -> Decision {
        let agencies = self.agencies();
        decide(
            actor,
            verb,
            Resource::Person,
            &Target {
                plan: None,
                agencies: &agencies,
                person: Some(PersonId(self.row.id)),
            },
        )
    }
}

/// The people within `scope`.
async fn load(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    only: Option<PersonId>,
) -> Result<Vec<Known>, ApiError> {
    use entities::{person, person_grant};
    let mut query = person::Entity::find()
        .filter(person::Column::Kind.eq(PERSON))
        .order_by_asc(person::Column::Name)
        .order_by_asc(person::Column::Id);
    if let Some(only) = only {
        query = query.filter(person::Column::Id.eq(only.0));
    }
    if !scope.sees_all_people() {
        let mut reach = Condition::any().add(person::Column::Id.eq(scope.person().0));
        if scope.sees_agency_people() {
            let colleagues = person_grant::Entity::find()
                .filter(
                    person_grant::Column::AgencyId
                        .is_in(scope.agencies().iter().map(|agency| agency.0)),
                )
                .all(connection)
                .await?;
            reach = reach
                .add(person::Column::Id.is_in(colleagues.into_iter().map(|grant| grant.person_id)));
        }
        query = query.filter(reach);
    }
    let rows = query.all(connection).await?;
    let mut grants: HashMap<_, Vec<Given>> = HashMap::new();
    for grant in person_grant::Entity::find()
        .filter(person_grant::Column::PersonId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(person_grant::Column::Sort)
        .all(connection)
        .await?
    {
        if let Some(given) = session::given(&grant) {
            grants.entry(grant.person_id).or_default().push(given);
        }
    }
    Ok(rows
        .into_iter()
        .map(|row| Known {
            grants: grants.remove(&row.id).unwrap_or_default(),
            row,
        })
        .collect())
}

async fn one(
    connection: &impl ConnectionTrait,
    scope: &Scope,
    person: PersonId,
) -> Result<Known, ApiError> {
    load(connection, scope, Some(person))
        .await?
        .pop()
        .ok_or_else(ApiError::not_found)
}

fn permits(actor: &Actor, known: &Known) -> Vec<Permit> {
    let of = |act: &str, verb| Permit {
        act: act.to_owned(),
        refusal: match known.decide(actor, verb) {
            Decision::Allowed => None,
            Decision::Refused(refusal) => Some(refusal),
            Decision::Hidden => Some(RefusalCode::NotYourRole.into()),
        },
    };
    let closing = if known.row.disabled {
        "enable"
    } else {
        "disable"
    };
    vec![
        of("update", Verb::Update),
        of("grants", Verb::Update),
        of("link", Verb::Update),
        of(closing, Verb::Update),
    ]
}

async fn views(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    people: Vec<Known>,
) -> Result<Vec<PersonView>, ApiError> {
    let grants = || people.iter().flat_map(|known| &known.grants);
    let agencies = names::agencies(connection, grants().filter_map(|grant| grant.agency)).await?;
    let plans = names::plans(connection, grants().filter_map(|grant| grant.plan)).await?;
    Ok(people
        .into_iter()
        .map(|known| {
            let allowed = permits(actor, &known);
            let Known { row, grants } = known;
            let state = match (&row.password_hash, row.disabled) {
                (_, true) => PersonState::Disabled,
                (None, false) => PersonState::Invited,
                (Some(_), false) => PersonState::Active,
            };
            PersonView {
                id: PersonId(row.id),
                name: row.name,
                email: row.email,
                state,
                grants: grants
                    .into_iter()
                    .map(|grant| GrantView {
                        role: grant.role,
                        agency: grant.agency.and_then(|id| agencies.get(&id).cloned()),
                        plan: grant.plan.and_then(|id| plans.get(&id).cloned()),
                        from: grant.from,
                        until: grant.until,
                    })
                    .collect(),
                last_signed_in_at: row.last_signed_in_at,
                version: row.version,
                allowed,
            }
        })
        .collect())
}

async fn view(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    known: Known,
) -> Result<PersonView, ApiError> {
    views(connection, actor, vec![known])
        .await?
        .pop()
        .ok_or_else(ApiError::not_found)
}

/// Whether the caller may give `grants`: one's own agencies for a lead, anything for an
/// administrator. Decided by the matrix on the account that they would make.
fn may_give(
    actor: &Actor,
    grants: &[Given],
    person: Option<PersonId>,
    verb: Verb,
) -> Result<(), ApiError> {
    let everyone = decide(
        actor,
        verb,
        Resource::Person,
        &Target {
            person,
            ..Target::default()
        },
    );
    if everyone.allowed() {
        return Ok(());
    }
    if grants.is_empty() {
        return permit(everyone);
    }
    for grant in grants {
        let agencies: Vec<AgencyId> = grant.agency.into_iter().collect();
        if !decide(
            actor,
            verb,
            Resource::Person,
            &Target {
                plan: None,
                agencies: &agencies,
                person,
            },
        )
        .allowed()
        {
            return Err(ApiError::forbidden(RefusalCode::NotYours.into()));
        }
    }
    Ok(())
}

/// Everyone that the caller may know of.
///
/// # Errors
/// When the database fails.
pub async fn list(ctx: &Ctx) -> Result<PersonList, ApiError> {
    let people = load(ctx.read(), ctx.scope(), None).await?;
    let own = ctx.actor().agencies();
    let inviting = decide(
        ctx.actor(),
        Verb::Create,
        Resource::Person,
        &Target {
            plan: None,
            agencies: &own,
            person: None,
        },
    );
    let refusal = match inviting {
        Decision::Allowed => None,
        Decision::Refused(refusal) => Some(refusal),
        Decision::Hidden => Some(RefusalCode::NotYourRole.into()),
    };
    Ok(PersonList {
        items: views(ctx.read(), ctx.actor(), people).await?,
        allowed: vec![Permit {
            act: "invite".to_owned(),
            refusal,
        }],
    })
}

/// One person.
///
/// # Errors
/// `not_found` where the caller may not know of them.
pub async fn read(ctx: &Ctx, person: PersonId) -> Result<PersonView, ApiError> {
    let known = one(ctx.read(), ctx.scope(), person).await?;
    permit(known.decide(ctx.actor(), Verb::Read))?;
    view(ctx.read(), ctx.actor(), known).await
}

async fn checked(unit: &Unit<'_>, grants: Vec<NewGrant>) -> Result<Vec<Given>, ApiError> {
    let grants: Vec<Given> = grants.into_iter().map(Into::into).collect();
    check_grants(&grants).map_err(|fault| match fault {
        GrantFault::Field(mut field) => {
            field.pointer.insert_str(0, "/grants");
            ApiError::invalid(vec![field])
        }
        GrantFault::Refused(code) => ApiError::wrong_state(code),
    })?;
    let rows = entities::agency::Entity::find()
        .filter(
            entities::agency::Column::Id.is_in(
                grants
                    .iter()
                    .filter_map(|grant| grant.agency)
                    .map(|id| id.0),
            ),
        )
        .all(unit.txn)
        .await?;
    let plans = names::plans(unit.txn, grants.iter().filter_map(|grant| grant.plan)).await?;
    for (at, grant) in grants.iter().enumerate() {
        if let Some(id) = grant.agency {
            let Some(agency) = rows.iter().find(|row| row.id == id.0) else {
                return Err(ApiError::field(
                    format!("/grants/{at}/agency"),
                    FieldCode::NotFound,
                    "There is no such agency. Choose one from the list",
                ));
            };
            if agency.is_class {
                return Err(ApiError::wrong_state(RefusalCode::ClassHoldsNoAccounts));
            }
            if agency.valid_to.is_some_and(|last| last < unit.today()) {
                return Err(ApiError::wrong_state(RefusalCode::AgencyEnded));
            }
        }
        if grant.plan.is_some_and(|id| !plans.contains_key(&id)) {
            return Err(ApiError::field(
                format!("/grants/{at}/plan"),
                FieldCode::NotFound,
                "There is no such plan. Choose one from the list",
            ));
        }
    }
    Ok(grants)
}

/// Refuses a role that is given for a time that has passed. One that the person had may have run
/// out.
fn in_time(grants: &[Given], before: &[Given], today: NaiveDate) -> Result<(), ApiError> {
    let passed = grants
        .iter()
        .position(|grant| grant.has_ended(today) && !before.contains(grant));
    match passed {
        None => Ok(()),
        Some(at) => Err(ApiError::field(
            format!("/grants/{at}/until"),
            FieldCode::TooEarly,
            "The last day must be today or later",
        )),
    }
}

/// Writes all roles of a person anew.
///
/// # Errors
/// When the database fails.
pub async fn write_grants(
    unit: &Unit<'_>,
    person: PersonId,
    grants: &[impl Copy + Into<Given>],
) -> Result<(), ApiError> {
    use entities::person_grant::{ActiveModel, Column, Entity};
    Entity::delete_many()
        .filter(Column::PersonId.eq(person.0))
        .exec(unit.txn)
        .await?;
    let rows: Vec<ActiveModel> = (0i32..)
        .zip(grants.iter().copied().map(Into::<Given>::into))
        .map(|(sort, grant)| ActiveModel {
            id: Set(clock::ordered_id()),
            person_id: Set(person.0),
            role: Set(grant.role.code().to_owned()),
            agency_id: Set(grant.agency.map(|id| id.0)),
            plan_id: Set(grant.plan.map(|id| id.0)),
            sort: Set(sort),
            starts_on: Set(grant.from),
            ends_on: Set(grant.until),
        })
        .collect();
    if !rows.is_empty() {
        Entity::insert_many(rows).exec(unit.txn).await?;
    }
    Ok(())
}

fn record(unit: &mut Unit<'_>, act: &'static str, person: PersonId, grants: &[Given]) {
    let mut agencies: Vec<Option<AgencyId>> = grants
        .iter()
        .map(|grant| grant.agency)
        .filter(Option::is_some)
        .collect();
    agencies.dedup();
    if agencies.is_empty() {
        agencies.push(None);
    }
    for agency in agencies {
        unit.record(Act {
            act,
            kind: "person",
            subject: person.0,
            plan: None,
            agency,
        });
    }
}

/// Adds a person and gives back the link by which they choose a password.
///
/// # Errors
/// `invalid` by field, `forbidden` for roles that the caller may not give.
pub async fn invite(
    unit: &mut Unit<'_>,
    origin: &str,
    form: InvitePerson,
) -> Result<Invited, ApiError> {
    let actor = unit.actor()?.clone();
    unit.alone("people").await?;
    let name = line("/name", "the person's name", &form.name, NAME_MAX);
    let address = email("/email", &form.email);
    let (name, address) = match (name, address) {
        (Ok(name), Ok(address)) => (name, address),
        (name, address) => {
            let faults: Vec<FieldError> =
                [name.err(), address.err()].into_iter().flatten().collect();
            return Err(ApiError::invalid(faults));
        }
    };
    if form.grants.is_empty() {
        return Err(ApiError::invalid(vec![FieldError::required(
            "/grants",
            "Give the person a role",
        )]));
    }
    let grants = checked(unit, form.grants).await?;
    in_time(&grants, &[], unit.today())?;
    may_give(&actor, &grants, None, Verb::Create)?;
    let (person, link) = add(unit, origin, name, address, &grants).await?;
    record(unit, "person.invite", person, &grants);
    notices::deputies(unit, person, &[], &grants).await?;
    let known = one(unit.txn, unit.scope()?, person).await?;
    Ok(Invited {
        person: view(unit.txn, &actor, known).await?,
        link,
    })
}

/// Adds the rows of a person with a link.
///
/// # Errors
/// `invalid` at `/email` when the address is taken.
pub async fn add(
    unit: &Unit<'_>,
    origin: &str,
    name: String,
    email: String,
    grants: &[impl Copy + Into<Given>],
) -> Result<(PersonId, shared::auth::api::OneTimeLink), ApiError> {
    use entities::person::{ActiveModel, Column, Entity};
    if Entity::find()
        .filter(Column::Email.eq(email.clone()))
        .one(unit.txn)
        .await?
        .is_some()
    {
        return Err(ApiError::field(
            "/email",
            FieldCode::Taken,
            "Somebody with this email address has an account already",
        ));
    }
    let person = PersonId(clock::ordered_id());
    ActiveModel {
        id: Set(person.0),
        name: Set(name),
        email: Set(email),
        password_hash: Set(None),
        disabled: Set(false),
        last_signed_in_at: Set(None),
        created_at: Set(unit.now),
        version: Set(1),
        kind: Set(PERSON.to_owned()),
    }
    .insert(unit.txn)
    .await?;
    write_grants(unit, person, grants).await?;
    let link = links::make(unit, origin, Some(person)).await?;
    Ok((person, link))
}

/// The person to change, in the version that the caller has.
async fn claimed(unit: &Unit<'_>, person: PersonId, version: i32) -> Result<Known, ApiError> {
    unit.alone("people").await?;
    let actor = unit.actor()?;
    let known = one(unit.txn, unit.scope()?, person).await?;
    if actor.person == person {
        return Err(ApiError::forbidden(RefusalCode::Yourself.into()));
    }
    permit(known.decide(actor, Verb::Update))?;
    if known.row.version != version {
        let current = view(unit.txn, actor, known).await?;
        return Err(ApiError::new(
            shared::problem::ErrorCode::Stale,
            "Somebody else has changed this account. Look at it again and repeat your change.",
        )
        .with_current(serde_json::to_value(current)?));
    }
    Ok(known)
}

/// Refuses a change after which nobody would be administrator, or lead of an agency. Who holds the
/// office for a time stands in for somebody, and does not count.
async fn keeps_offices(
    unit: &Unit<'_>,
    before: &[Given],
    after: &[Given],
    person: PersonId,
) -> Result<(), ApiError> {
    use entities::{person, person_grant};
    let today = unit.today();
    let lost = before.iter().filter(|grant| {
        grant.role.is_kept_filled() && grant.is_lasting(today) && !after.contains(grant)
    });
    for grant in lost {
        let mut others = person_grant::Entity::find()
            .filter(person_grant::Column::Role.eq(grant.role.code()))
            .filter(person_grant::Column::PersonId.ne(person.0));
        others = match grant.agency {
            Some(agency) => others.filter(person_grant::Column::AgencyId.eq(agency.0)),
            None => others,
        };
        let holders: Vec<_> = others
            .all(unit.txn)
            .await?
            .into_iter()
            .filter(|other| session::given(other).is_some_and(|given| given.is_lasting(today)))
            .map(|other| other.person_id)
            .collect();
        let active = person::Entity::find()
            .filter(person::Column::Id.is_in(holders))
            .filter(person::Column::Disabled.eq(false))
            .one(unit.txn)
            .await?;
        if active.is_none() {
            return Err(ApiError::wrong_state(RefusalCode::LastOne));
        }
    }
    Ok(())
}

async fn bump(
    unit: &Unit<'_>,
    row: entities::person::Model,
    change: impl FnOnce(&mut entities::person::ActiveModel),
) -> Result<(), ApiError> {
    let version = row.version;
    let mut changed: entities::person::ActiveModel = row.into();
    change(&mut changed);
    changed.version = Set(version + 1);
    changed.update(unit.txn).await?;
    Ok(())
}

/// Changes a person's name, or closes or opens their account.
///
/// # Errors
/// `stale`, `forbidden`, `invalid` by field, or `wrong_state` for the last one of an office.
pub async fn patch(
    unit: &mut Unit<'_>,
    person: PersonId,
    version: i32,
    form: PatchPerson,
) -> Result<PersonView, ApiError> {
    let known = claimed(unit, person, version).await?;
    let PatchPerson { name, state } = form;
    let name = match name {
        Patch::Keep => None,
        Patch::Clear => {
            return Err(ApiError::invalid(vec![FieldError::required(
                "/name",
                "Enter the person's name",
            )]));
        }
        Patch::Set(name) => Some(
            line("/name", "the person's name", &name, NAME_MAX)
                .map_err(|f| ApiError::invalid(vec![f]))?,
        ),
    };
    let disabled = match state {
        Patch::Keep => None,
        Patch::Set(PersonState::Disabled) => Some(true),
        Patch::Set(PersonState::Active) => Some(false),
        Patch::Set(PersonState::Invited) | Patch::Clear => {
            return Err(ApiError::field(
                "/state",
                FieldCode::NotAllowed,
                "Choose active or disabled",
            ));
        }
    };
    if disabled == Some(true) {
        keeps_offices(unit, &known.grants, &[], person).await?;
        entities::session::Entity::delete_many()
            .filter(entities::session::Column::PersonId.eq(person.0))
            .exec(unit.txn)
            .await?;
    }
    let grants = known.grants.clone();
    bump(unit, known.row, |row| {
        if let Some(name) = name {
            row.name = Set(name);
        }
        if let Some(disabled) = disabled {
            row.disabled = Set(disabled);
        }
    })
    .await?;
    let act = match disabled {
        Some(true) => "person.disable",
        Some(false) => "person.enable",
        None => "person.update",
    };
    record(unit, act, person, &grants);
    let known = one(unit.txn, unit.scope()?, person).await?;
    view(unit.txn, unit.actor()?, known).await
}

/// Sets all roles of a person.
///
/// # Errors
/// As [`patch`].
pub async fn set_grants(
    unit: &mut Unit<'_>,
    person: PersonId,
    version: i32,
    form: SetGrants,
) -> Result<PersonView, ApiError> {
    let known = claimed(unit, person, version).await?;
    let grants = checked(unit, form.grants).await?;
    in_time(&grants, &known.grants, unit.today())?;
    let changed: Vec<Given> = grants
        .iter()
        .filter(|grant| !known.grants.contains(grant))
        .chain(known.grants.iter().filter(|grant| !grants.contains(grant)))
        .copied()
        .collect();
    let actor = unit.actor()?.clone();
    if !changed.is_empty() {
        may_give(&actor, &changed, Some(person), Verb::Update)?;
    }
    keeps_offices(unit, &known.grants, &grants, person).await?;
    bump(unit, known.row, |_| {}).await?;
    write_grants(unit, person, &grants).await?;
    notices::deputies(unit, person, &known.grants, &grants).await?;
    let touched: Vec<Given> = known.grants.iter().chain(&grants).copied().collect();
    record(unit, "person.grants", person, &touched);
    let scope = session::rights(unit.txn, actor.clone()).await?.1;
    let known = match one(unit.txn, &scope, person).await {
        Ok(known) => known,
        // A lead who takes a colleague's last role in the agency no longer sees them.
        Err(_) => Known {
            row: entities::person::Entity::find_by_id(person.0)
                .one(unit.txn)
                .await?
                .ok_or_else(ApiError::not_found)?,
            grants,
        },
    };
    view(unit.txn, &actor, known).await
}

/// Makes a link by which a person chooses a new password.
///
/// # Errors
/// `forbidden`, or `not_found` where the caller may not know of them.
pub async fn make_link(
    unit: &mut Unit<'_>,
    origin: &str,
    person: PersonId,
) -> Result<Reply, ApiError> {
    let actor = unit.actor()?.clone();
    let known = one(unit.txn, unit.scope()?, person).await?;
    permit(known.decide(&actor, Verb::Update))?;
    let link = links::make(unit, origin, Some(person)).await?;
    record(unit, "person.link", person, &known.grants);
    Ok(Reply::view(&link)?.shown_once())
}
