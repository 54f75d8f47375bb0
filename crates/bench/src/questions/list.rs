//! W2: fifty actions of a plan by lead and status, with how many there are.

use std::collections::HashMap;

use serde::Serialize;
use serde_json::Value;
use shared::{
    agencies::api::AgencyRef,
    ids::{AgencyId, OutcomeId},
    plans::{
        ActionState,
        api::{LastReport, NamedLevel, NamedOutcome, PlanRef, RegisterRow, RowPart},
    },
    updates::{Brag, api::CycleRef},
};
use uuid::Uuid;

use super::{
    Ask, Bound, Found, Question, Read, Stage,
    action::{perhaps, word},
    reads::{self, CONNECTIONS, SQL_JSON},
};
use crate::{
    error::Error,
    fetch,
    floors::{Argument, Database},
    report::Line,
    set::Set,
};

/// The actions that the asking agency leads and that are in progress, in the larger plans, with the
/// ratings of each cycle.
pub struct FiftyActions;

/// Plans that have about as many such actions as are asked for.
const ACTIONS_AT_LEAST: usize = 80;
const STATE: &str = "in_progress";

impl Question for FiftyActions {
    fn id(&self) -> &'static str {
        "W2"
    }

    fn measure(&self, stage: &mut Stage<'_>) -> Result<Vec<Line>, Error> {
        let asks = self.asks(stage.set);
        reads::check(stage, self, &asks)?;
        let mut sides = Vec::from(reads::server(stage, &asks));
        sides.extend(reads::floors(stage, self, &asks, CONNECTIONS)?);
        let lines = stage.compare("W2", "fifty actions by lead and status", &mut sides)?;
        Ok(Line::judged(
            lines,
            &[Bound {
                floor: SQL_JSON,
                must: 0.45,
                aim: 0.65,
            }],
            Some(190.0),
        ))
    }
}

macro_rules! chosen {
    ($columns:literal, $rest:literal) => {
        concat!(
            "SELECT ",
            $columns,
            " FROM action a WHERE a.plan_id = $1 AND a.state = $4 AND EXISTS (SELECT 1 FROM assignment t JOIN agency g ON g.id = t.agency_id WHERE t.action_id = a.id AND t.role IN ('lead', 'joint-lead') AND (t.agency_id = $3 OR (g.is_class AND g.reported_by_id = $3)))",
            $rest
        )
    };
}

const HEAD: &str = "SELECT p.id, p.slug, p.title, c.id, c.name FROM plan p JOIN cycle c ON c.id = $2 AND c.plan_id = p.id WHERE p.id = $1";
const COUNT: &str = chosen!("count(*)", "");
const LEVELS: &str = "SELECT id, number, name FROM level WHERE plan_id = $1 ORDER BY number";
const OUTCOMES: &str = "SELECT id, number, name FROM outcome WHERE plan_id = $1 ORDER BY sort";
const ROWS: &str = concat!(
    "SELECT a.id, a.sort, coalesce(a.reference, a.printed_ref), a.reference IS NOT NULL, a.title, a.level_id, a.state, a.ends, r.brag, u.id, u.brag, u.accepted_at, v.id, v.name, (SELECT count(*) FROM finding f WHERE f.plan_id = a.plan_id AND f.item = a.source_id AND f.state = 'open') FROM (",
    chosen!("a.*", " ORDER BY a.sort, a.id LIMIT 50"),
    ") a LEFT JOIN progress_update r ON r.action_id = a.id AND r.state = 'accepted' AND NOT r.superseded AND r.cycle_id = $2 LEFT JOIN progress_update u ON u.id = (SELECT x.id FROM progress_update x WHERE x.action_id = a.id AND x.state = 'accepted' AND NOT x.superseded ORDER BY x.accepted_at DESC LIMIT 1) LEFT JOIN cycle v ON v.id = u.cycle_id ORDER BY a.sort, a.id"
);
const SERVED: &str = concat!(
    "SELECT s.action_id, s.outcome_id FROM action_outcome s WHERE s.action_id IN (",
    chosen!("a.id", " ORDER BY a.sort, a.id LIMIT 50"),
    ") ORDER BY s.sort"
);
const PARTS: &str = concat!(
    "SELECT t.action_id, t.role, g.id, g.name, g.abbreviation, m.id, m.name, m.abbreviation FROM assignment t JOIN agency g ON g.id = t.agency_id LEFT JOIN agency m ON m.id = g.reported_by_id AND g.is_class WHERE t.action_id IN (",
    chosen!("a.id", " ORDER BY a.sort, a.id LIMIT 50"),
    ") ORDER BY t.sort"
);

const BUILT: &str = concat!(
    "SELECT #OBJECT('plan', #OBJECT('id', #ID(p.id), 'slug', p.slug, 'title', p.title), 'cycle', #JSON((CASE WHEN c.id IS NOT NULL THEN #OBJECT('id', #ID(c.id), 'name', c.name) END)),
 'count', (", chosen!("count(*)", ""), "),
 'levels', #JSON((SELECT #LIST(#OBJECT('id', #ID(l.id), 'number', l.number, 'name', l.name) ORDER BY l.number) FROM level l WHERE l.plan_id = p.id)),
 'outcomes', #JSON((SELECT #LIST(#OBJECT('id', #ID(o.id), 'number', o.number, 'name', o.name) ORDER BY o.sort) FROM outcome o WHERE o.plan_id = p.id)),
 'agencies', #JSON((SELECT #LIST(#OBJECT('id', #ID(g.id), 'name', g.name, 'abbreviation', g.abbreviation) ORDER BY lower(g.name), g.id) FROM agency g WHERE g.id IN (SELECT t.agency_id FROM assignment t WHERE t.action_id IN (", chosen!("a.id", " ORDER BY a.sort, a.id LIMIT 50"), ")))),
 'rows', #JSON((SELECT #LIST(#OBJECT('id', #ID(a.id), 'order', a.sort, 'reference', coalesce(a.reference, a.printed_ref), 'settled', #FLAG(a.reference IS NOT NULL), 'title', a.title, 'level', (CASE WHEN a.level_id IS NOT NULL THEN #ID(a.level_id) END), 'state', a.state, 'ends', a.ends,
   'outcomes', #JSON((SELECT #LIST(#ID(s.outcome_id) ORDER BY s.sort) FROM action_outcome s WHERE s.action_id = a.id)),
   'parts', #JSON((SELECT #LIST(#OBJECT('agency', #ID(t.agency_id), 'role', t.role, 'reported_by', (CASE WHEN g.is_class THEN #ID(g.reported_by_id) END)) ORDER BY t.sort) FROM assignment t JOIN agency g ON g.id = t.agency_id WHERE t.action_id = a.id)),
   'brag', (SELECT r.brag FROM progress_update r WHERE r.action_id = a.id AND r.state = 'accepted' AND NOT r.superseded AND r.cycle_id = c.id),
   'last', #JSON((SELECT #OBJECT('update', #ID(u.id), 'cycle', #OBJECT('id', #ID(v.id), 'name', v.name), 'brag', u.brag, 'accepted_at', #TIME(u.accepted_at)) FROM progress_update u JOIN cycle v ON v.id = u.cycle_id WHERE u.action_id = a.id AND u.state = 'accepted' AND NOT u.superseded ORDER BY u.accepted_at DESC LIMIT 1)),
   'open_findings', (SELECT count(*) FROM finding f WHERE f.plan_id = a.plan_id AND f.item = a.source_id AND f.state = 'open')) ORDER BY a.sort, a.id)
  FROM (", chosen!("a.*", " ORDER BY a.sort, a.id LIMIT 50"), ") a)))
 FROM plan p JOIN cycle c ON c.id = $2 AND c.plan_id = p.id WHERE p.id = $1"
);

/// What the floors answer, and the server among other things.
#[derive(Serialize)]
struct Fifty {
    plan: PlanRef,
    cycle: Option<CycleRef>,
    count: i64,
    levels: Vec<NamedLevel>,
    outcomes: Vec<NamedOutcome>,
    agencies: Vec<AgencyRef>,
    rows: Vec<RegisterRow>,
}

impl Read for FiftyActions {
    fn id(&self) -> &'static str {
        "W2"
    }

    fn asks(&self, set: &Set) -> Vec<Ask> {
        set.plans
            .iter()
            .filter(|plan| plan.actions.len() >= ACTIONS_AT_LEAST)
            .flat_map(|plan| {
                plan.cycles.iter().rev().map(|cycle| Ask {
                    path: format!(
                        "/plans/{}/actions?lead={}&state={STATE}&limit=50&count=true&cycle={cycle}",
                        plan.slug, set.agency
                    ),
                    arguments: format!("{}/{cycle}/{}/{STATE}", plan.id, set.agency),
                })
            })
            .collect()
    }

    fn built(&self) -> &'static str {
        BUILT
    }

    fn rows<'a>(&'a self, database: &'a Database, arguments: &'a [Argument]) -> Found<'a> {
        Box::pin(async move { Ok(serde_json::to_vec(&fifty(database, arguments).await?)?) })
    }

    fn comparable(&self, answer: Value) -> Value {
        match answer {
            // Where the next fifty begin is the server's own affair.
            Value::Object(mut members) => {
                members.remove("next");
                Value::Object(members)
            }
            other => other,
        }
    }
}

async fn fifty(database: &Database, arguments: &[Argument]) -> Result<Fifty, Error> {
    let plan = arguments.get(..1).unwrap_or_default();
    let day = arguments.get(..2).unwrap_or_default();
    let head = fetch!(database, HEAD, day, |row| (
        PlanRef {
            id: row.try_get::<Uuid, _>(0)?.into(),
            slug: row.try_get(1)?,
            title: row.try_get(2)?,
        },
        match row.try_get::<Option<Uuid>, _>(3)? {
            Some(id) => Some(CycleRef {
                id: id.into(),
                name: row.try_get(4)?,
            }),
            None => None,
        }
    ));
    let (plan_ref, cycle) = head
        .into_iter()
        .next()
        .ok_or(Error::Unreadable("there is no such plan"))?;
    let count: Vec<i64> = fetch!(database, COUNT, arguments, |row| row.try_get(0)?);
    let levels = fetch!(database, LEVELS, plan, |row| NamedLevel {
        id: row.try_get::<Uuid, _>(0)?.into(),
        number: row.try_get(1)?,
        name: row.try_get(2)?,
    });
    let outcomes = fetch!(database, OUTCOMES, plan, |row| NamedOutcome {
        id: row.try_get::<Uuid, _>(0)?.into(),
        number: row.try_get(1)?,
        name: row.try_get(2)?,
    });
    let mut served: HashMap<Uuid, Vec<OutcomeId>> = HashMap::new();
    for (action, outcome) in fetch!(database, SERVED, arguments, |row| (
        row.try_get::<Uuid, _>(0)?,
        row.try_get::<Uuid, _>(1)?
    )) {
        served.entry(action).or_default().push(outcome.into());
    }
    let mut parts: HashMap<Uuid, Vec<RowPart>> = HashMap::new();
    let mut agencies: HashMap<AgencyId, AgencyRef> = HashMap::new();
    for (action, part, agency) in fetch!(database, PARTS, arguments, |row| {
        let agency = AgencyRef {
            id: row.try_get::<Uuid, _>(2)?.into(),
            name: row.try_get(3)?,
            abbreviation: row.try_get(4)?,
        };
        let part = RowPart {
            agency: agency.id,
            role: word(row.try_get(1)?)?,
            reported_by: row.try_get::<Option<Uuid>, _>(5)?.map(Into::into),
        };
        (row.try_get::<Uuid, _>(0)?, part, agency)
    }) {
        parts.entry(action).or_default().push(part);
        agencies.insert(agency.id, agency);
    }
    let rows = fetch!(database, ROWS, arguments, |row| {
        let id: Uuid = row.try_get(0)?;
        RegisterRow {
            id: id.into(),
            order: row.try_get(1)?,
            reference: row.try_get(2)?,
            settled: row.try_get(3)?,
            title: row.try_get(4)?,
            level: row.try_get::<Option<Uuid>, _>(5)?.map(Into::into),
            state: word::<ActionState>(row.try_get(6)?)?,
            ends: perhaps(row.try_get(7)?)?,
            brag: perhaps::<Brag>(row.try_get(8)?)?,
            implied: None,
            last: match row.try_get::<Option<Uuid>, _>(9)? {
                Some(update) => Some(LastReport {
                    update: update.into(),
                    brag: word(row.try_get(10)?)?,
                    accepted_at: row.try_get(11)?,
                    cycle: CycleRef {
                        id: row.try_get::<Uuid, _>(12)?.into(),
                        name: row.try_get(13)?,
                    },
                }),
                None => None,
            },
            outside: false,
            open_findings: u32::try_from(row.try_get::<i64, _>(14)?).unwrap_or(u32::MAX),
            outcomes: served.remove(&id).unwrap_or_default(),
            parts: parts.remove(&id).unwrap_or_default(),
        }
    });
    let mut agencies: Vec<AgencyRef> = agencies.into_values().collect();
    agencies.sort_by_cached_key(|agency| (agency.name.to_lowercase(), agency.id));
    Ok(Fifty {
        plan: plan_ref,
        cycle,
        count: count.first().copied().unwrap_or(0),
        levels,
        outcomes,
        agencies,
        rows,
    })
}
