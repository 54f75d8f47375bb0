//! W3, computed: where a plan stands in a cycle, of which nobody has asked since the last change.

use std::collections::HashMap;

use shared::{
    agencies::api::AgencyRef,
    ids::{ActionId, AgencyId, LevelId, OutcomeId},
    plans::{
        ActionState,
        api::{ActionRef, PlanRef},
    },
    updates::{
        Brag, CycleDates, CycleScope,
        api::{
            AgencyCounts, Attention, BragCounts, CycleView, LevelCounts, OutcomeCounts, Overview,
            Silent,
        },
    },
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

/// Every plan in every cycle.
pub struct Computed;

impl Question for Computed {
    fn id(&self) -> &'static str {
        "W3"
    }

    fn measure(&self, stage: &mut Stage<'_>) -> Result<Vec<Line>, Error> {
        let asks = self.asks(stage.set);
        reads::check(stage, self, &asks)?;
        let [computed, _] = reads::server(stage, &asks);
        let mut sides = vec![computed];
        sides.extend(reads::floors(stage, self, &asks, CONNECTIONS)?);
        let lines = stage.compare("W3", "overview, computed", &mut sides)?;
        Ok(Line::judged(
            lines,
            &[Bound {
                floor: SQL_JSON,
                must: 0.45,
                aim: 0.65,
            }],
            Some(270.0),
        ))
    }
}

const HEAD: &str = "SELECT p.id, p.slug, p.title, c.id, c.name, c.observes_from, c.observes_to, c.opens, c.due, c.closes, c.instructions, c.version FROM plan p JOIN cycle c ON c.id = $2 AND c.plan_id = p.id WHERE p.id = $1";
const RATED: &str = "SELECT a.id, coalesce(a.reference, a.printed_ref), a.title, a.state, a.level_id, r.id, r.brag, r.agency_id, r.agency_name FROM action a LEFT JOIN progress_update r ON r.action_id = a.id AND r.cycle_id = $2 AND r.state = 'accepted' AND NOT r.superseded WHERE a.plan_id = $1 ORDER BY a.sort, a.id";
const SERVED: &str = "SELECT s.outcome_id, s.action_id FROM action_outcome s JOIN action a ON a.id = s.action_id WHERE a.plan_id = $1";
const LEADS: &str = "SELECT t.action_id, g.id, g.name, g.abbreviation FROM assignment t JOIN agency n ON n.id = t.agency_id JOIN agency g ON g.id = CASE WHEN n.is_class THEN coalesce(n.reported_by_id, n.id) ELSE n.id END WHERE t.plan_id = $1 AND t.role IN ('lead', 'joint-lead') ORDER BY t.sort";
const OUTCOMES: &str = "SELECT id, name FROM outcome WHERE plan_id = $1 ORDER BY sort";
const LEVELS: &str = "SELECT id, number, name FROM level WHERE plan_id = $1 ORDER BY number";
const LAST: &str = "SELECT a.id, u.brag, u.accepted_at FROM action a LEFT JOIN progress_update r ON r.action_id = a.id AND r.cycle_id = $2 AND r.state = 'accepted' AND NOT r.superseded JOIN progress_update u ON u.id = (SELECT x.id FROM progress_update x WHERE x.action_id = a.id AND x.state = 'accepted' AND NOT x.superseded ORDER BY x.accepted_at DESC LIMIT 1) WHERE a.plan_id = $1 AND a.state IN ('agreed', 'in_progress') AND r.id IS NULL";
const WORDS: &str = "SELECT r.id, r.content FROM action a JOIN progress_update r ON r.action_id = a.id AND r.cycle_id = $2 AND r.state = 'accepted' AND NOT r.superseded WHERE a.plan_id = $1 AND r.brag IN ('red', 'amber')";

macro_rules! counts {
    () => {
        "#OBJECT('blue', count(t.id) FILTER (WHERE t.brag = 'blue'), 'red', count(t.id) FILTER (WHERE t.brag = 'red'), 'amber', count(t.id) FILTER (WHERE t.brag = 'amber'), 'green', count(t.id) FILTER (WHERE t.brag = 'green'), 'grey', count(t.id) FILTER (WHERE t.brag IS NULL))"
    };
}

const BUILT: &str = concat!(
    "WITH rated AS MATERIALIZED (SELECT a.id, a.sort, coalesce(a.reference, a.printed_ref) AS reference, a.title, a.state, a.level_id, r.id AS update_id, r.brag, r.agency_id, r.agency_name, r.content FROM action a LEFT JOIN progress_update r ON r.action_id = a.id AND r.cycle_id = $2 AND r.state = 'accepted' AND NOT r.superseded WHERE a.plan_id = $1),
 leads AS MATERIALIZED (SELECT t.action_id, t.sort, g.id, g.name, g.abbreviation FROM assignment t JOIN agency n ON n.id = t.agency_id JOIN agency g ON g.id = CASE WHEN n.is_class THEN coalesce(n.reported_by_id, n.id) ELSE n.id END WHERE t.plan_id = $1 AND t.role IN ('lead', 'joint-lead'))
 SELECT #OBJECT('plan', #OBJECT('id', #ID(p.id), 'slug', p.slug, 'title', p.title),
 'cycle', #OBJECT('id', #ID(c.id), 'plan', #OBJECT('id', #ID(p.id), 'slug', p.slug, 'title', p.title), 'name', c.name, 'observes_from', c.observes_from, 'observes_to', c.observes_to, 'opens', c.opens, 'due', c.due, 'closes', c.closes, 'instructions', c.instructions, 'version', c.version, 'state', CASE WHEN $3 < c.opens THEN 'scheduled' WHEN $3 <= c.due THEN 'open' WHEN $3 <= c.closes THEN 'grace' ELSE 'closed' END,
   'owed', (SELECT count(*) FROM rated t WHERE t.update_id IS NOT NULL OR t.state IN ('agreed', 'in_progress')), 'accepted', (SELECT count(t.update_id) FROM rated t)),
 'totals', #JSON((SELECT ", counts!(), " FROM rated t)),
 'by_outcome', #JSON((SELECT #LIST(#OBJECT('outcome', #ID(o.id), 'name', o.name, 'counts', #JSON((SELECT ", counts!(), " FROM action_outcome s JOIN rated t ON t.id = s.action_id WHERE s.outcome_id = o.id))) ORDER BY o.sort) FROM outcome o WHERE o.plan_id = p.id)),
 'by_level', #JSON((SELECT #LIST(#OBJECT('level', #ID(l.id), 'name', 'Level ' || l.number || ': ' || l.name, 'counts', #JSON((SELECT ", counts!(), " FROM rated t WHERE t.level_id = l.id))) ORDER BY l.number) FROM level l WHERE l.plan_id = p.id)),
 'by_agency', #JSON((SELECT #LIST(#OBJECT('agency', #OBJECT('id', #ID(x.id), 'name', x.name, 'abbreviation', x.abbreviation), 'counts', #JSON(x.counts)) ORDER BY lower(x.name), x.id) FROM (SELECT g.id, g.name, g.abbreviation, ", counts!(), " AS counts FROM leads g JOIN rated t ON t.id = g.action_id GROUP BY g.id, g.name, g.abbreviation) x)),
 'silent', #JSON((SELECT #LIST(#OBJECT('action', #OBJECT('id', #ID(t.id), 'reference', t.reference, 'title', t.title), 'leads', #JSON((SELECT #LIST(#OBJECT('id', #ID(g.id), 'name', g.name, 'abbreviation', g.abbreviation) ORDER BY g.sort) FROM leads g WHERE g.action_id = t.id)), 'last_brag', u.brag, 'last_at', #TIME(u.accepted_at)) ORDER BY t.sort, t.id) FROM rated t LEFT JOIN progress_update u ON u.id = (SELECT x.id FROM progress_update x WHERE x.action_id = t.id AND x.state = 'accepted' AND NOT x.superseded ORDER BY x.accepted_at DESC LIMIT 1) WHERE t.update_id IS NULL AND t.state IN ('agreed', 'in_progress'))),
 'attention', #JSON((SELECT #LIST(#OBJECT('action', #OBJECT('id', #ID(t.id), 'reference', t.reference, 'title', t.title), 'brag', t.brag, 'agency', #OBJECT('id', #ID(t.agency_id), 'name', t.agency_name, 'abbreviation', (SELECT g.abbreviation FROM leads g WHERE g.action_id = t.id AND g.id = t.agency_id)), 'next', t.content ->> 'next', 'help', nullif(t.content ->> 'help', ''), 'update', #ID(t.update_id)) ORDER BY t.brag = 'red' DESC, t.sort, t.id) FROM rated t WHERE t.brag IN ('red', 'amber'))))
 FROM plan p JOIN cycle c ON c.id = $2 AND c.plan_id = p.id WHERE p.id = $1"
);

impl Read for Computed {
    fn id(&self) -> &'static str {
        "W3"
    }

    fn asks(&self, set: &Set) -> Vec<Ask> {
        set.plans
            .iter()
            .flat_map(|plan| {
                plan.cycles.iter().rev().map(|cycle| Ask {
                    path: format!("/plans/{}/overview?cycle={cycle}", plan.slug),
                    arguments: format!("{}/{cycle}/{}", plan.id, set.today),
                })
            })
            .collect()
    }

    fn built(&self) -> &'static str {
        BUILT
    }

    fn rows<'a>(&'a self, database: &'a Database, arguments: &'a [Argument]) -> Found<'a> {
        Box::pin(async move { Ok(serde_json::to_vec(&overview(database, arguments).await?)?) })
    }
}

/// An action with what was reported on it.
struct Rated {
    action: ActionRef,
    state: ActionState,
    level: Option<LevelId>,
    update: Option<Uuid>,
    brag: Option<Brag>,
    agency: Option<Uuid>,
    agency_name: Option<String>,
}

fn count<'r>(rated: impl Iterator<Item = &'r Rated>) -> BragCounts {
    let mut counts = BragCounts::default();
    for rated in rated {
        counts.add(rated.brag);
    }
    counts
}

async fn overview(database: &Database, arguments: &[Argument]) -> Result<Overview, Error> {
    let plan = arguments.get(..1).unwrap_or_default();
    let both = arguments.get(..2).unwrap_or_default();
    let today = match arguments.get(2) {
        Some(Argument::Day(day)) => *day,
        _ => return Err(Error::Unreadable("there is no day")),
    };
    let rated = fetch!(database, RATED, both, |row| Rated {
        action: ActionRef {
            id: row.try_get::<Uuid, _>(0)?.into(),
            reference: row.try_get(1)?,
            title: row.try_get(2)?,
        },
        state: word(row.try_get(3)?)?,
        level: row.try_get::<Option<Uuid>, _>(4)?.map(Into::into),
        update: row.try_get(5)?,
        brag: perhaps(row.try_get(6)?)?,
        agency: row.try_get(7)?,
        agency_name: row.try_get(8)?,
    });
    let by_id: HashMap<ActionId, &Rated> = rated.iter().map(|one| (one.action.id, one)).collect();
    let mut served: HashMap<OutcomeId, Vec<&Rated>> = HashMap::new();
    for (outcome, action) in fetch!(database, SERVED, plan, |row| (
        row.try_get::<Uuid, _>(0)?,
        row.try_get::<Uuid, _>(1)?
    )) {
        let actions = served.entry(outcome.into()).or_default();
        actions.extend(by_id.get(&action.into()).copied());
    }
    let mut leads: HashMap<ActionId, Vec<AgencyRef>> = HashMap::new();
    for (action, agency) in fetch!(database, LEADS, plan, |row| (
        row.try_get::<Uuid, _>(0)?,
        AgencyRef {
            id: row.try_get::<Uuid, _>(1)?.into(),
            name: row.try_get(2)?,
            abbreviation: row.try_get(3)?,
        }
    )) {
        leads.entry(action.into()).or_default().push(agency);
    }
    let by_outcome = fetch!(database, OUTCOMES, plan, |row| {
        let id = row.try_get::<Uuid, _>(0)?.into();
        let actions = served.get(&id).map_or(&[][..], Vec::as_slice);
        OutcomeCounts {
            outcome: Some(id),
            name: row.try_get(1)?,
            counts: count(actions.iter().copied()),
        }
    });
    let by_level = fetch!(database, LEVELS, plan, |row| {
        let id: LevelId = row.try_get::<Uuid, _>(0)?.into();
        let (number, name): (i32, &str) = (row.try_get(1)?, row.try_get(2)?);
        LevelCounts {
            level: Some(id),
            name: format!("Level {number}: {name}"),
            counts: count(rated.iter().filter(|one| one.level == Some(id))),
        }
    });
    let last: HashMap<Uuid, _> = fetch!(database, LAST, both, |row| (
        row.try_get::<Uuid, _>(0)?,
        (
            perhaps::<Brag>(row.try_get(1)?)?,
            row.try_get::<Option<chrono::DateTime<chrono::Utc>>, _>(2)?
        )
    ))
    .into_iter()
    .collect();
    let words: HashMap<Uuid, serde_json::Value> = fetch!(database, WORDS, both, |row| (
        row.try_get::<Uuid, _>(0)?,
        row.try_get::<serde_json::Value, _>(1)?
    ))
    .into_iter()
    .collect();
    let owes = |one: &&Rated| one.update.is_none() && one.state.owes_updates();
    let accepted = rated.iter().filter(|one| one.update.is_some()).count();
    let waiting = rated.iter().filter(owes).count();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let head = fetch!(database, HEAD, both, |row| {
        let plan = PlanRef {
            id: row.try_get::<Uuid, _>(0)?.into(),
            slug: row.try_get(1)?,
            title: row.try_get(2)?,
        };
        let dates = CycleDates {
            observes_from: row.try_get(5)?,
            observes_to: row.try_get(6)?,
            opens: row.try_get(7)?,
            due: row.try_get(8)?,
            closes: row.try_get(9)?,
        };
        CycleView {
            id: row.try_get::<Uuid, _>(3)?.into(),
            plan,
            name: row.try_get(4)?,
            observes_from: dates.observes_from,
            observes_to: dates.observes_to,
            opens: dates.opens,
            due: dates.due,
            closes: dates.closes,
            locks: None,
            scope: CycleScope::default(),
            instructions: row.try_get(10)?,
            state: dates.state_on(today),
            owed: number(accepted + waiting),
            accepted: number(accepted),
            version: row.try_get(11)?,
            allowed: Vec::new(),
        }
    });
    let cycle = head
        .into_iter()
        .next()
        .ok_or(Error::Unreadable("there is no such cycle"))?;
    let silent = rated.iter().filter(owes).map(|one| {
        let (last_brag, last_at) = last.get(&one.action.id.0).copied().unwrap_or_default();
        Silent {
            action: one.action.clone(),
            leads: leads.get(&one.action.id).cloned().unwrap_or_default(),
            last_brag,
            last_at,
        }
    });
    Ok(Overview {
        plan: cycle.plan.clone(),
        as_at: None,
        totals: count(rated.iter()),
        by_outcome,
        by_level,
        by_agency: by_agency(&rated, &leads),
        silent: silent.collect(),
        attention: attention(&rated, &leads, &words),
        differing: 0,
        cycle: Some(cycle),
    })
}

fn by_agency(rated: &[Rated], leads: &HashMap<ActionId, Vec<AgencyRef>>) -> Vec<AgencyCounts> {
    let mut found: HashMap<AgencyId, AgencyCounts> = HashMap::new();
    for one in rated {
        for agency in leads.get(&one.action.id).into_iter().flatten() {
            found
                .entry(agency.id)
                .or_insert_with(|| AgencyCounts {
                    agency: agency.clone(),
                    counts: BragCounts::default(),
                })
                .counts
                .add(one.brag);
        }
    }
    let mut found: Vec<AgencyCounts> = found.into_values().collect();
    found.sort_by_cached_key(|row| (row.agency.name.to_lowercase(), row.agency.id));
    found
}

fn attention(
    rated: &[Rated],
    leads: &HashMap<ActionId, Vec<AgencyRef>>,
    words: &HashMap<Uuid, serde_json::Value>,
) -> Vec<Attention> {
    let text = |update: Uuid, name: &str| {
        let content = words.get(&update)?;
        Some(content.get(name)?.as_str()?.to_owned())
    };
    let mut found: Vec<Attention> = rated
        .iter()
        .filter_map(|one| {
            let brag = one
                .brag
                .filter(|brag| matches!(brag, Brag::Red | Brag::Amber))?;
            let (update, id) = (one.update?, AgencyId(one.agency?));
            let lead = leads
                .get(&one.action.id)
                .and_then(|leads| leads.iter().find(|lead| lead.id == id));
            Some(Attention {
                action: one.action.clone(),
                brag,
                agency: AgencyRef {
                    id,
                    name: one.agency_name.clone()?,
                    abbreviation: lead.and_then(|lead| lead.abbreviation.clone()),
                },
                next: text(update, "next").unwrap_or_default(),
                help: text(update, "help").filter(|help| !help.is_empty()),
                update: update.into(),
            })
        })
        .collect();
    // The order of their places in the plan stays within each rating.
    found.sort_by_key(|attention| attention.brag);
    found
}
