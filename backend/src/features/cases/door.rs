//! The door of a case: every way to a case leads through it. What the caller is to the case is read
//! in the same transaction as whatever they then read or write.

use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, EntityTrait};
use serde::{Deserialize, Serialize};
use shared::{
    cases::{
        BirthMonth, BrokenGlass, CaseParties, CaseReference, CaseState, CaseVerb, Known, PartState,
        Standing, decide_case,
    },
    ids::{AgencyId, CaseId, PartId, PersonId},
    policy::{Decision, RefusalCode, Role},
    problem::ErrorCode,
};

use crate::{
    db::{
        Unit,
        json::{Lists, Place},
    },
    error::{ApiError, permit},
    http::reply::Reply,
};

use entities::case_file::{Entity, Model};

/// A case whose door is open to the caller.
#[derive(Debug)]
pub(in crate::features) struct Opened {
    /// Its row.
    pub row: Model,
    /// How it stands.
    pub state: CaseState,
    /// What the caller is to it.
    pub standing: Standing,
    /// The people who are named, each with the agency, of agencies that take part.
    pub named: Vec<(PersonId, AgencyId)>,
    /// The agencies that take part, each with its part.
    pub live: Vec<(AgencyId, PartId)>,
    /// Until when the caller may read it, where they have broken the glass.
    pub glass_until: Option<DateTime<Utc>>,
    other_reader: Option<AgencyId>,
    person: PersonId,
    holder: Option<AgencyId>,
    decided: Vec<CaseVerb>,
}

/// Opens a case for what is to be done with it. A unit that writes has the case to itself until it
/// ends, so that whoever is told that somebody takes no part any more is told so after the last
/// answer to them; units that read go beside each other.
///
/// # Errors
/// `not_found` for whoever may not know of the case, `forbidden` for those who may not do this.
pub(in crate::features) async fn open(
    unit: &Unit<'_>,
    case: CaseId,
    verb: CaseVerb,
) -> Result<Opened, ApiError> {
    if verb.reads() {
        unit.beside(&lock(case)).await?;
    } else {
        unit.alone(&lock(case)).await?;
    }
    let row = Entity::find_by_id(case.0)
        .one(unit.txn)
        .await?
        .ok_or_else(ApiError::not_found)?;
    let parties = Parties::read(unit, case).await?;
    let actor = unit.actor()?;
    let state = state(&row)?;
    let glass = parties.glass(unit);
    let live: Vec<AgencyId> = parties.live.iter().map(|(agency, _)| *agency).collect();
    let standing = Standing::of(
        actor,
        &CaseParties {
            named: &parties.named,
            live: &live,
            holder: parties.holder,
            broke_glass: glass.is_some(),
        },
    );
    let decide = |verb| decide_case(standing, verb, state, actor.scopes.as_deref());
    permit(decide(verb))?;
    let decided = CaseVerb::ALL
        .iter()
        .copied()
        .filter(|verb| decide(*verb) == Decision::Allowed)
        .collect();
    let glass = glass.filter(|_| standing == Standing::BrokeGlass);
    let led = actor
        .grants
        .iter()
        .filter(|grant| grant.role == Role::AgencyLead)
        .filter_map(|grant| grant.agency)
        .find(|agency| live.contains(agency));
    Ok(Opened {
        state,
        standing,
        glass_until: glass.map(|(until, _)| until),
        other_reader: glass.map(|(_, agency)| agency).or(led),
        person: actor.person,
        holder: parties.holder,
        named: parties.named,
        live: parties.live,
        decided,
        row,
    })
}

/// Who takes part in a case at this moment.
struct Parties {
    named: Vec<(PersonId, AgencyId)>,
    live: Vec<(AgencyId, PartId)>,
    holder: Option<AgencyId>,
    glass: Vec<(DateTime<Utc>, Option<DateTime<Utc>>, AgencyId)>,
}

impl Parties {
    async fn read(unit: &Unit<'_>, case: CaseId) -> Result<Self, ApiError> {
        let mut lists = Lists::new(unit.txn.get_database_backend());
        let id = lists.bind(case.0);
        let person = lists.bind(unit.actor()?.person.0);
        let live = PartState::Live.code();
        let named: Place = lists.list(
            &[&lists.id("n.person_id"), &lists.id("n.agency_id")],
            "",
            &format!(
                "case_named n JOIN case_part p ON p.id = n.part_id \
                 WHERE n.case_id = {id} AND n.until_at IS NULL AND p.state = '{live}'"
            ),
        );
        let parts = lists.list(
            &[&lists.id("p.agency_id"), &lists.id("p.id")],
            "p.from_at, p.id",
            &format!("case_part p WHERE p.case_id = {id} AND p.state = '{live}'"),
        );
        let holder = lists.list(
            &[&lists.id("r.agency_id")],
            "",
            &format!("responsibility r WHERE r.case_id = {id} AND r.until_at IS NULL"),
        );
        let glass = lists.list(
            &["g.opened_at", "g.ended_at", &lists.id("g.agency_id")],
            "",
            &format!("broken_glass g WHERE g.case_id = {id} AND g.person_id = {person}"),
        );
        let found = lists.ask(unit.txn).await?;
        let holder: Vec<(AgencyId,)> = found.rows(holder)?;
        Ok(Self {
            named: found.rows(named)?,
            live: found.rows(parts)?,
            holder: holder.first().map(|(agency,)| *agency),
            glass: found.rows(glass)?,
        })
    }

    /// Until when broken glass opens the case, and for which agency.
    fn glass(&self, unit: &Unit<'_>) -> Option<(DateTime<Utc>, AgencyId)> {
        self.glass
            .iter()
            .filter_map(|(opened, ended, agency)| {
                let glass = BrokenGlass {
                    opened: *opened,
                    ended: *ended,
                };
                glass
                    .allows(CaseVerb::Read, unit.now)
                    .then(|| (glass.ends(), *agency))
            })
            .max()
    }
}

impl Opened {
    /// Which case.
    pub const fn id(&self) -> CaseId {
        CaseId(self.row.id)
    }

    /// Its version.
    pub const fn version(&self) -> i32 {
        self.row.version
    }

    /// What it is called.
    ///
    /// # Errors
    /// As [`reference()`].
    pub fn reference(&self) -> Result<CaseReference, ApiError> {
        reference(&self.row)
    }

    /// The month of birth.
    pub fn born(&self) -> Option<BirthMonth> {
        born(&self.row)
    }

    /// What is known of the young person, for the check of texts.
    pub fn known(&self) -> Known {
        known(&self.row)
    }

    /// The agency that holds responsibility.
    ///
    /// # Errors
    /// `wrong_state` where nobody does, which only an anonymised case has.
    pub fn holder(&self) -> Result<AgencyId, ApiError> {
        self.holder
            .ok_or_else(|| ApiError::wrong_state(RefusalCode::NotNow))
    }

    /// The agency that holds responsibility, where there is one.
    pub const fn holding(&self) -> Option<AgencyId> {
        self.holder
    }

    /// Refuses what only a live case allows.
    ///
    /// # Errors
    /// As [`runs`].
    pub fn running(&self) -> Result<(), ApiError> {
        runs(&self.row)
    }

    /// The agencies for which the caller is named, the one that holds responsibility first.
    pub fn mine(&self) -> Vec<AgencyId> {
        let mut mine: Vec<AgencyId> = self
            .named
            .iter()
            .filter(|(person, _)| *person == self.person)
            .map(|(_, agency)| *agency)
            .collect();
        mine.sort_by_key(|agency| (self.holder != Some(*agency), *agency));
        mine.dedup();
        mine
    }

    /// The agency for which the caller acts: one for which they are named, the holder first.
    ///
    /// # Errors
    /// `not_found` for whoever is not named.
    pub fn acting(&self) -> Result<AgencyId, ApiError> {
        self.mine().first().copied().ok_or_else(ApiError::not_found)
    }

    /// For which agency the caller reads: one for which they are named, that for which they broke
    /// the glass, or one that they lead.
    pub fn reader(&self) -> Option<AgencyId> {
        self.mine().first().copied().or(self.other_reader)
    }

    /// The part of an agency that takes part.
    pub fn part_of(&self, agency: AgencyId) -> Option<PartId> {
        self.live
            .iter()
            .find(|(one, _)| *one == agency)
            .map(|(_, part)| *part)
    }

    /// What the caller may do with it.
    pub fn allowed(&self) -> &[CaseVerb] {
        &self.decided
    }

    /// Refuses a change of another version than the caller has, without a word of the case.
    ///
    /// # Errors
    /// `stale`, with the version as it stands.
    pub fn fresh(&self, version: i32) -> Result<(), ApiError> {
        if self.row.version == version {
            return Ok(());
        }
        Err(ApiError::new(
            ErrorCode::Stale,
            "Somebody else has changed this case. Look at it again and repeat your change.",
        )
        .with_current(serde_json::json!({ "version": self.row.version })))
    }
}

/// What a unit that writes to a case waits for.
pub(in crate::features) fn lock(case: CaseId) -> String {
    format!("case {case}")
}

/// How a case stands.
///
/// # Errors
/// When the row cannot be read.
pub(in crate::features) fn state(row: &Model) -> Result<CaseState, ApiError> {
    CaseState::from_code(&row.state).ok_or(ApiError::Lost("the state of a case"))
}

/// What a case is called.
///
/// # Errors
/// `not_found` for one that is anonymised.
pub(in crate::features) fn reference(row: &Model) -> Result<CaseReference, ApiError> {
    row.reference
        .as_deref()
        .and_then(|text| text.parse().ok())
        .ok_or_else(ApiError::not_found)
}

/// The month of birth; none of a case that is anonymised.
pub(in crate::features) fn born(row: &Model) -> Option<BirthMonth> {
    row.born.as_deref().and_then(|text| text.parse().ok())
}

/// What is known of a young person, for the check of texts.
pub(in crate::features) fn known(row: &Model) -> Known {
    Known { born: born(row) }
}

/// Refuses what only a live case allows.
///
/// # Errors
/// `wrong_state`.
pub(in crate::features) fn runs(row: &Model) -> Result<(), ApiError> {
    if state(row)?.live() {
        Ok(())
    } else {
        Err(ApiError::wrong_state(RefusalCode::NotNow))
    }
}

/// An answer with something of a case in it: it has no tag, since nobody is to keep it, and each
/// reading is to be written down.
///
/// # Errors
/// When it cannot be written as JSON.
pub(in crate::features) fn answered(view: &impl Serialize) -> Result<Reply, ApiError> {
    Ok(Reply {
        etag: None,
        ..Reply::view(view)?
    })
}

/// A word of the database as one of the words of the law.
///
/// # Errors
/// When it is none of them.
pub(in crate::features) fn word<T: for<'d> Deserialize<'d>>(code: &str) -> Result<T, ApiError> {
    Ok(serde_json::from_value(serde_json::Value::from(code))?)
}
