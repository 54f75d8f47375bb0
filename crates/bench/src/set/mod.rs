//! The generated set: agencies, plans, actions, and the reporting of four years, the same for the
//! same day and scale. Its rows are those that the server would have written, with the history, the
//! audit log with its seals, and the events.

/// Tables with the columns that are filled.
macro_rules! tables {
    ($($constant:ident = $name:literal: $($column:literal)+;)+) => {
        $(const $constant: $crate::load::Table = $crate::load::Table { name: $name, columns: &[$($column),+] };)+
    };
}

mod agencies;
mod cases;
mod made;
mod plans;
mod reporting;
mod trace;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use uuid::Uuid;

use crate::{error::Error, load::Loader};

/// Actions of the plans of one partnership: 12 plans, 1,000 actions.
const SIZES: [usize; 12] = [15, 20, 25, 30, 40, 50, 60, 70, 80, 110, 200, 300];
/// Agencies of one partnership.
const AGENCIES: usize = 40;
/// Cycles of a plan: an update on each action in each makes 50,000.
const CYCLES: usize = 50;
/// People who report for the first agency, each with a session.
pub const WRITERS: usize = 32;
pub use cases::Reader;

/// What was generated, as far as the questions need to know it.
pub struct Set {
    /// The day on which it was made.
    pub today: NaiveDate,
    /// The plans of the partnership that is asked about.
    pub plans: Vec<Plan>,
    /// The agency whose people ask.
    pub agency: Uuid,
    /// The cookies of its editors.
    pub editors: Vec<String>,
    /// The cookie of its lead.
    pub lead: String,
    /// Its practitioners, each with the cases for which they are named.
    pub readers: Vec<Reader>,
}

/// A generated plan.
#[derive(Clone, Debug)]
pub struct Plan {
    pub id: Uuid,
    pub slug: String,
    /// The cycles, the current one last.
    pub cycles: Vec<Uuid>,
    pub actions: Vec<Action>,
}

/// A generated action.
#[derive(Clone, Debug)]
pub struct Action {
    pub id: Uuid,
    /// The draft of the asking agency in the current cycle, which can be sent.
    pub draft: Option<Uuid>,
}

/// Fills the empty, migrated database at `url` with `scale` partnerships.
///
/// # Errors
/// When the database fails.
pub async fn fill(url: &str, scale: usize, today: NaiveDate) -> Result<Set, Error> {
    let mut loader = Loader::open(url).await?;
    let mut trace = trace::Trace::default();
    let mut partnerships = Vec::with_capacity(scale);
    for number in 0..scale {
        let mut made = made::Made::new(number);
        let agencies = agencies::fill(&mut loader, &mut made, number, today).await?;
        partnerships.push(plans::Partnership {
            made,
            agencies,
            plans: Vec::new(),
        });
    }
    // Plan by plan and cycle by cycle through all partnerships, as time would have it: the rows of
    // one lie between those of the others.
    for size in SIZES {
        for partnership in &mut partnerships {
            plans::fill(&mut loader, &mut trace, partnership, size, today).await?;
        }
    }
    for cycle in 0..CYCLES {
        reporting::fill(&mut loader, &mut trace, &mut partnerships, cycle, today).await?;
    }
    let mut readers = Vec::new();
    for (number, partnership) in partnerships.iter_mut().enumerate() {
        let found = cases::fill(&mut loader, &mut trace, partnership, number, today).await?;
        if number == 0 {
            readers = found;
        }
    }
    loader.finish().await?;
    let first = partnerships.into_iter().next();
    let (agencies, plans) =
        first.map_or_else(Default::default, |first| (first.agencies, first.plans));
    Ok(Set {
        today,
        plans: plans.into_iter().map(|plan| plan.known).collect(),
        agency: agencies.first().map_or(Uuid::nil(), |agency| agency.id),
        editors: (0..WRITERS).map(agencies::cookie).collect(),
        lead: agencies::cookie(WRITERS),
        readers,
    })
}

/// The first day on which updates for a cycle can be sent.
fn opens(cycle: usize, today: NaiveDate) -> NaiveDate {
    let back = 10 + 30 * (CYCLES - 1 - cycle);
    before(today, back)
}

fn before(day: NaiveDate, days: usize) -> NaiveDate {
    day.checked_sub_days(Days::new(days as u64))
        .unwrap_or(NaiveDate::MIN)
}

fn after(day: NaiveDate, days: usize) -> NaiveDate {
    day.checked_add_days(Days::new(days as u64))
        .unwrap_or(NaiveDate::MAX)
}

/// A moment of `day`, in whole seconds since its midnight.
fn moment(day: NaiveDate, seconds: usize) -> DateTime<Utc> {
    let seconds = u32::try_from(seconds % 86_400).unwrap_or(0);
    NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0)
        .map_or_else(|| day.and_time(NaiveTime::MIN), |time| day.and_time(time))
        .and_utc()
}

/// When the plans were loaded: before anything was reported.
fn loaded(today: NaiveDate) -> DateTime<Utc> {
    moment(before(opens(0, today), 60), 9 * 3_600)
}
