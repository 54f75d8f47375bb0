//! W1: one action with its names and its latest update.

use serde::de::{self, DeserializeOwned, IntoDeserializer};
use shared::{
    agencies::api::AgencyRef,
    governance::{
        DecisionReference,
        api::{DecisionRef, MeetingRef},
    },
    plans::{
        ActionState,
        api::{
            ActionRef, ActionView, EvidenceView, FindingState, FindingView, LastReport, LinkView,
            MilestoneView, NamedLevel, NamedOutcome, PartView, PlanRef,
        },
    },
    updates::{Brag, Implied, api::CycleRef},
};
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    Ask, Bound, Found, Question, Read, Stage,
    reads::{self, CONNECTIONS, SQLX},
};
use crate::{
    error::Error,
    fetch,
    floors::{Argument, Database},
    report::Line,
    set::Set,
};

/// An action of the plans that the caller sees.
pub struct OneAction;

impl Question for OneAction {
    fn id(&self) -> &'static str {
        "W1"
    }

    fn measure(&self, stage: &mut Stage<'_>) -> Result<Vec<Line>, Error> {
        let asks = self.asks(stage.set);
        reads::check(stage, self, &asks)?;
        let mut sides = Vec::from(reads::server(stage, &asks));
        sides.extend(reads::floors(stage, self, &asks, CONNECTIONS)?);
        let lines = stage.compare("W1", "one action", &mut sides)?;
        Ok(Line::judged(
            lines,
            &[Bound {
                floor: SQLX,
                must: 0.4,
                aim: 0.7,
            }],
            Some(100.0),
        ))
    }
}

/// The columns of an action's row, with its plan, level, cycle and reports.
macro_rules! main {
    ($columns:literal) => {
        concat!(
            "SELECT ",
            $columns,
            "
  FROM action a
  JOIN plan p ON p.id = a.plan_id
  LEFT JOIN level l ON l.id = a.level_id
  LEFT JOIN cycle c ON c.id = (SELECT y.id FROM cycle y WHERE y.plan_id = a.plan_id AND y.opens <= $2 AND y.closes >= $2 ORDER BY y.opens DESC LIMIT 1)
  LEFT JOIN progress_update r ON r.action_id = a.id AND r.cycle_id = c.id AND r.state = 'accepted' AND NOT r.superseded
  LEFT JOIN progress_update o ON o.action_id = a.id AND o.cycle_id = c.id AND o.agency_id = $3 AND o.state IN ('draft', 'submitted', 'in_review', 'returned')
  LEFT JOIN progress_update u ON u.id = (SELECT x.id FROM progress_update x WHERE x.action_id = a.id AND x.state = 'accepted' AND NOT x.superseded ORDER BY x.accepted_at DESC LIMIT 1)
  LEFT JOIN cycle v ON v.id = u.cycle_id
 WHERE a.id = $1"
        )
    };
}

const ROW: &str = main!(
    "a.id, a.sort, a.printed_ref, a.reference, a.title, a.summary, a.parts, a.rationale, a.lead_note, a.timescale, a.starts, a.ends, a.state, a.source_place, a.version, p.id, p.slug, p.title, l.id, l.number, l.name, c.id, c.name, r.brag, o.id, u.id, u.brag, u.accepted_at, v.id, v.name"
);
const OUTCOMES: &str = "SELECT o.id, o.number, o.name FROM action_outcome s JOIN outcome o ON o.id = s.outcome_id WHERE s.action_id = $1 ORDER BY o.sort";
const PARTS: &str = "SELECT g.id, g.name, g.abbreviation, t.role, t.coordinates, t.printed, g.is_class, m.id, m.name, m.abbreviation FROM assignment t JOIN agency g ON g.id = t.agency_id LEFT JOIN agency m ON m.id = g.reported_by_id AND g.is_class WHERE t.action_id = $1 ORDER BY t.sort";
const MILESTONES: &str = "SELECT m.id, m.title, m.starts, m.due, m.state, m.printed_state, m.done_on, m.moves, m.note, m.version, g.id, g.name, g.abbreviation FROM milestone_action s JOIN milestone m ON m.id = s.milestone_id LEFT JOIN agency g ON g.id = m.owner_id WHERE s.action_id = $1 ORDER BY m.due, m.sort";
const LINKS: &str = "SELECT 1, n.id, n.kind, n.printed, n.label, n.resolution, e.id, coalesce(e.reference, e.printed_ref), e.title FROM link n JOIN action e ON e.id = n.target_id WHERE n.from_action_id = $1 UNION ALL SELECT 0, n.id, n.kind, n.printed, n.label, n.resolution, e.id, coalesce(e.reference, e.printed_ref), e.title FROM link n JOIN action e ON e.id = n.from_action_id WHERE n.target_id = $1";
const EVIDENCE: &str = "SELECT e.id, e.title, e.author, e.year, e.kind, e.variants, e.listed, e.note, s.page FROM action_evidence s JOIN evidence e ON e.id = s.evidence_id WHERE s.action_id = $1 ORDER BY e.sort";
const GROUPS: &str = "SELECT g.name FROM group_action s JOIN vulnerable_group g ON g.id = s.group_id WHERE s.action_id = $1 ORDER BY g.sort";
const FINDINGS: &str = "SELECT f.id, f.code, f.printed, f.reason, f.state, f.version, a.id, a.reference, a.title FROM finding f JOIN action a ON a.plan_id = f.plan_id AND a.source_id = f.item WHERE a.id = $1 AND f.state <> 'gone' ORDER BY f.sort";
const DECISIONS: &str = "SELECT d.id, d.year, d.number, d.words, d.outcome, d.progress, m.id, m.held_on, m.title, g.id, g.name, g.abbreviation FROM decision d JOIN meeting m ON m.id = d.meeting_id JOIN agency g ON g.id = m.board_id WHERE d.id IN (SELECT x.decision_id FROM decision_action x WHERE x.action_id = $1 UNION SELECT x.decision_id FROM decision_use x WHERE x.action_id = $1) ORDER BY d.year DESC, d.number DESC";

const BUILT: &str = main!(
    "#OBJECT('id', #ID(a.id), 'plan', #OBJECT('id', #ID(p.id), 'slug', p.slug, 'title', p.title), 'order', a.sort, 'printed_ref', a.printed_ref, 'reference', a.reference, 'title', a.title, 'summary', a.summary, 'parts_of_work', #JSON(a.parts), 'rationale', a.rationale, 'level', #JSON((CASE WHEN l.id IS NOT NULL THEN #OBJECT('id', #ID(l.id), 'number', l.number, 'name', l.name) END)), 'lead_note', a.lead_note, 'timescale', #JSON(a.timescale), 'starts', a.starts, 'ends', a.ends, 'state', a.state, 'source', a.source_place, 'version', a.version, 'cycle', #JSON((CASE WHEN c.id IS NOT NULL THEN #OBJECT('id', #ID(c.id), 'name', c.name) END)), 'brag', r.brag, 'open_update', (CASE WHEN o.id IS NOT NULL THEN #ID(o.id) END), 'last', #JSON((CASE WHEN u.id IS NOT NULL THEN #OBJECT('update', #ID(u.id), 'cycle', #OBJECT('id', #ID(v.id), 'name', v.name), 'brag', u.brag, 'accepted_at', #TIME(u.accepted_at)) END)),
 'outcomes', #JSON((SELECT #LIST(#OBJECT('id', #ID(o.id), 'number', o.number, 'name', o.name) ORDER BY o.sort) FROM action_outcome s JOIN outcome o ON o.id = s.outcome_id WHERE s.action_id = a.id)),
 'parts', #JSON((SELECT #LIST(#OBJECT('agency', #OBJECT('id', #ID(g.id), 'name', g.name, 'abbreviation', g.abbreviation), 'role', t.role, 'coordinates', #FLAG(t.coordinates), 'printed', t.printed, 'is_class', #FLAG(g.is_class), 'reported_by', #JSON((CASE WHEN m.id IS NOT NULL THEN #OBJECT('id', #ID(m.id), 'name', m.name, 'abbreviation', m.abbreviation) END))) ORDER BY t.sort) FROM assignment t JOIN agency g ON g.id = t.agency_id LEFT JOIN agency m ON m.id = g.reported_by_id AND g.is_class WHERE t.action_id = a.id)),
 'milestones', #JSON((SELECT #LIST(#OBJECT('id', #ID(m.id), 'title', m.title, 'starts', m.starts, 'due', m.due, 'owner', #JSON((CASE WHEN g.id IS NOT NULL THEN #OBJECT('id', #ID(g.id), 'name', g.name, 'abbreviation', g.abbreviation) END)), 'state', m.state, 'printed_state', m.printed_state, 'done_on', m.done_on, 'moves', m.moves, 'note', m.note, 'version', m.version) ORDER BY m.due, m.sort) FROM milestone_action s JOIN milestone m ON m.id = s.milestone_id LEFT JOIN agency g ON g.id = m.owner_id WHERE s.action_id = a.id)),
 'links_out', #JSON((SELECT #LIST(#OBJECT('id', #ID(n.id), 'kind', n.kind, 'action', #OBJECT('id', #ID(e.id), 'reference', coalesce(e.reference, e.printed_ref), 'title', e.title), 'printed', n.printed, 'label', n.label, 'resolution', n.resolution) ORDER BY n.sort) FROM link n JOIN action e ON e.id = n.target_id WHERE n.from_action_id = a.id)),
 'links_in', #JSON((SELECT #LIST(#OBJECT('id', #ID(n.id), 'kind', n.kind, 'action', #OBJECT('id', #ID(e.id), 'reference', coalesce(e.reference, e.printed_ref), 'title', e.title), 'printed', n.printed, 'label', n.label, 'resolution', n.resolution) ORDER BY n.sort) FROM link n JOIN action e ON e.id = n.from_action_id WHERE n.target_id = a.id)),
 'evidence', #JSON((SELECT #LIST(#OBJECT('id', #ID(e.id), 'title', e.title, 'author', e.author, 'year', e.year, 'kind', e.kind, 'variants', #JSON(e.variants), 'listed', #FLAG(e.listed), 'note', e.note, 'page', s.page) ORDER BY e.sort) FROM action_evidence s JOIN evidence e ON e.id = s.evidence_id WHERE s.action_id = a.id)),
 'groups', #JSON((SELECT #LIST(g.name ORDER BY g.sort) FROM group_action s JOIN vulnerable_group g ON g.id = s.group_id WHERE s.action_id = a.id)),
 'findings', #JSON((SELECT #LIST(#OBJECT('id', #ID(f.id), 'code', f.code, 'subject', a.reference || ' ' || a.title, 'action', #OBJECT('id', #ID(a.id), 'reference', a.reference, 'title', a.title), 'actions', #JSON(f.items), 'printed', f.printed, 'reason', f.reason, 'state', f.state, 'version', f.version) ORDER BY f.sort) FROM finding f WHERE f.plan_id = a.plan_id AND f.item = a.source_id AND f.state <> 'gone')),
 'decisions', #JSON((SELECT #LIST(#OBJECT('id', #ID(d.id), 'reference', 'D-' || d.year || '-' || (CASE WHEN d.number < 10 THEN '00' WHEN d.number < 100 THEN '0' ELSE '' END) || d.number, 'words', d.words, 'outcome', d.outcome, 'progress', d.progress, 'meeting', #OBJECT('id', #ID(m.id), 'board', #OBJECT('id', #ID(g.id), 'name', g.name, 'abbreviation', g.abbreviation), 'date', m.held_on, 'title', m.title)) ORDER BY d.year DESC, d.number DESC) FROM decision d JOIN meeting m ON m.id = d.meeting_id JOIN agency g ON g.id = m.board_id WHERE d.id IN (SELECT x.decision_id FROM decision_action x WHERE x.action_id = a.id UNION SELECT x.decision_id FROM decision_use x WHERE x.action_id = a.id))))"
);

impl Read for OneAction {
    fn id(&self) -> &'static str {
        "W1"
    }

    fn asks(&self, set: &Set) -> Vec<Ask> {
        set.plans
            .iter()
            .flat_map(|plan| {
                plan.actions.iter().map(|action| Ask {
                    path: format!("/plans/{}/actions/{}", plan.slug, action.id),
                    arguments: format!("{}/{}/{}", action.id, set.today, set.agency),
                })
            })
            .collect()
    }

    fn built(&self) -> &'static str {
        BUILT
    }

    fn rows<'a>(&'a self, database: &'a Database, arguments: &'a [Argument]) -> Found<'a> {
        Box::pin(async move { Ok(serde_json::to_vec(&view(database, arguments).await?)?) })
    }
}

/// A word of a table as the value that has this word on the wire.
pub fn word<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    let found: Result<T, de::value::Error> = T::deserialize(text.into_deserializer());
    found.map_err(|_| Error::Unreadable("a word of a table"))
}

/// As [`word`], where there may be none.
pub fn perhaps<T: DeserializeOwned>(text: Option<String>) -> Result<Option<T>, Error> {
    text.as_deref().map(word).transpose()
}

fn agency(
    id: Option<Uuid>,
    name: Option<String>,
    abbreviation: Option<String>,
) -> Option<AgencyRef> {
    Some(AgencyRef {
        id: id?.into(),
        name: name?,
        abbreviation,
    })
}

async fn view(database: &Database, arguments: &[Argument]) -> Result<ActionView, Error> {
    let one = arguments.get(..1).unwrap_or_default();
    let outcomes = fetch!(database, OUTCOMES, one, |row| NamedOutcome {
        id: row.try_get::<Uuid, _>(0)?.into(),
        number: row.try_get(1)?,
        name: row.try_get(2)?,
    });
    let parts = fetch!(database, PARTS, one, |row| PartView {
        agency: AgencyRef {
            id: row.try_get::<Uuid, _>(0)?.into(),
            name: row.try_get(1)?,
            abbreviation: row.try_get(2)?,
        },
        role: word(row.try_get(3)?)?,
        coordinates: row.try_get(4)?,
        printed: row.try_get(5)?,
        is_class: row.try_get(6)?,
        reported_by: agency(row.try_get(7)?, row.try_get(8)?, row.try_get(9)?),
    });
    let milestones = fetch!(database, MILESTONES, one, |row| MilestoneView {
        id: row.try_get::<Uuid, _>(0)?.into(),
        title: row.try_get(1)?,
        starts: perhaps(row.try_get(2)?)?,
        due: perhaps(row.try_get(3)?)?,
        state: word(row.try_get(4)?)?,
        printed_state: row.try_get(5)?,
        done_on: row.try_get(6)?,
        moves: row.try_get(7)?,
        note: row.try_get(8)?,
        version: row.try_get(9)?,
        owner: agency(row.try_get(10)?, row.try_get(11)?, row.try_get(12)?),
    });
    let links = fetch!(database, LINKS, one, |row| (
        row.try_get::<i32, _>(0)? == 1,
        LinkView {
            id: row.try_get::<Uuid, _>(1)?.into(),
            kind: word(row.try_get(2)?)?,
            printed: row.try_get(3)?,
            label: row.try_get(4)?,
            resolution: word(row.try_get(5)?)?,
            action: Some(ActionRef {
                id: row.try_get::<Uuid, _>(6)?.into(),
                reference: row.try_get(7)?,
                title: row.try_get(8)?,
            }),
        }
    ));
    let evidence = fetch!(database, EVIDENCE, one, |row| EvidenceView {
        id: row.try_get::<Uuid, _>(0)?.into(),
        title: row.try_get(1)?,
        author: row.try_get(2)?,
        year: row.try_get(3)?,
        kind: row.try_get(4)?,
        variants: row.try_get::<Json<Vec<String>>, _>(5)?.0,
        listed: row.try_get(6)?,
        note: row.try_get(7)?,
        page: row.try_get(8)?,
    });
    let groups: Vec<String> = fetch!(database, GROUPS, one, |row| row.try_get(0)?);
    let findings = fetch!(database, FINDINGS, one, |row| {
        let action = ActionRef {
            id: row.try_get::<Uuid, _>(6)?.into(),
            reference: row.try_get(7)?,
            title: row.try_get(8)?,
        };
        FindingView {
            id: row.try_get::<Uuid, _>(0)?.into(),
            code: word(row.try_get(1)?)?,
            subject: format!("{} {}", action.reference, action.title),
            action: Some(action),
            actions: Vec::new(),
            printed: row.try_get(2)?,
            proposal: None,
            repair: None,
            reason: row.try_get(3)?,
            state: word::<FindingState>(row.try_get(4)?)?,
            decided_by: None,
            decided_at: None,
            decision_note: None,
            version: row.try_get(5)?,
            allowed: Vec::new(),
        }
    });
    let decisions = fetch!(database, DECISIONS, one, |row| DecisionRef {
        id: row.try_get::<Uuid, _>(0)?.into(),
        reference: DecisionReference {
            year: row.try_get(1)?,
            number: row.try_get(2)?,
        }
        .to_string(),
        words: row.try_get(3)?,
        outcome: word(row.try_get(4)?)?,
        progress: perhaps(row.try_get(5)?)?,
        meeting: MeetingRef {
            id: row.try_get::<Uuid, _>(6)?.into(),
            date: row.try_get(7)?,
            title: row.try_get(8)?,
            board: AgencyRef {
                id: row.try_get::<Uuid, _>(9)?.into(),
                name: row.try_get(10)?,
                abbreviation: row.try_get(11)?,
            },
        },
    });
    let mut ours = Some((
        outcomes, parts, milestones, evidence, groups, findings, decisions,
    ));
    let (mut links_out, mut links_in) = (Vec::new(), Vec::new());
    for (away, link) in links {
        if away {
            links_out.push(link);
        } else {
            links_in.push(link);
        }
    }
    let found = fetch!(database, ROW, arguments, |row| {
        let (outcomes, parts, milestones, evidence, groups, findings, decisions) =
            ours.take().unwrap_or_default();
        ActionView {
            id: row.try_get::<Uuid, _>(0)?.into(),
            order: row.try_get(1)?,
            printed_ref: row.try_get(2)?,
            reference: row.try_get(3)?,
            title: row.try_get(4)?,
            summary: row.try_get(5)?,
            parts_of_work: row.try_get::<Json<Vec<String>>, _>(6)?.0,
            rationale: row.try_get(7)?,
            lead_note: row.try_get(8)?,
            timescale: row.try_get::<Json<_>, _>(9)?.0,
            starts: perhaps(row.try_get(10)?)?,
            ends: perhaps(row.try_get(11)?)?,
            state: word::<ActionState>(row.try_get(12)?)?,
            source: row.try_get(13)?,
            version: row.try_get(14)?,
            plan: PlanRef {
                id: row.try_get::<Uuid, _>(15)?.into(),
                slug: row.try_get(16)?,
                title: row.try_get(17)?,
            },
            level: match row.try_get::<Option<Uuid>, _>(18)? {
                Some(id) => Some(NamedLevel {
                    id: id.into(),
                    number: row.try_get(19)?,
                    name: row.try_get(20)?,
                }),
                None => None,
            },
            cycle: match row.try_get::<Option<Uuid>, _>(21)? {
                Some(id) => Some(CycleRef {
                    id: id.into(),
                    name: row.try_get(22)?,
                }),
                None => None,
            },
            brag: perhaps::<Brag>(row.try_get(23)?)?,
            implied: Implied {
                brag: None,
                reasons: Vec::new(),
            },
            open_update: row.try_get::<Option<Uuid>, _>(24)?.map(Into::into),
            last: match row.try_get::<Option<Uuid>, _>(25)? {
                Some(id) => Some(LastReport {
                    update: id.into(),
                    brag: word(row.try_get(26)?)?,
                    accepted_at: row.try_get(27)?,
                    cycle: CycleRef {
                        id: row.try_get::<Uuid, _>(28)?.into(),
                        name: row.try_get(29)?,
                    },
                }),
                None => None,
            },
            outcomes,
            parts,
            milestones,
            links_out: std::mem::take(&mut links_out),
            links_in: std::mem::take(&mut links_in),
            evidence,
            groups,
            findings,
            decisions,
            as_at: None,
            allowed: Vec::new(),
        }
    });
    found
        .into_iter()
        .next()
        .ok_or(Error::Unreadable("there is no such action"))
}
