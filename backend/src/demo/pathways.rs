//! Completes the worked examples among the plan's pathways, as the coordinator would.

use std::collections::HashMap;

use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use shared::{
    ids::{PathwayId, ServiceId},
    pathways::api::{Exit, Move, PathwayDraft, Stage, Standard},
    policy::Role,
};

use crate::{error::ApiError, features::pathways};

use super::{
    DemoError,
    examples::{EXAMPLES, Example, MADE_UP, Promise},
    story::{Story, member},
};

/// On which day from today they are worked out.
const DONE: i64 = -150;

impl Story<'_> {
    /// Completes them.
    pub async fn pathways(&self) -> Result<(), DemoError> {
        let services = self.services().await?;
        for example in &EXAMPLES {
            if let Some(name) = unknown(example, &services) {
                return Err(DemoError::Missing(name));
            }
            let pathway = self.pathway(example.name).await?;
            let (slug, services) = (self.slug.clone(), services.clone());
            self.act(member(Role::Coordinator, None)?, DONE, move |unit| {
                Box::pin(async move {
                    let view = pathways::view(unit, &slug, pathway).await?;
                    let draft = completed(example, PathwayDraft::of(&view), &services);
                    pathways::replace(unit, &slug, pathway, view.version, draft).await?;
                    Ok(())
                })
            })
            .await?;
        }
        Ok(())
    }

    pub(super) async fn services(&self) -> Result<HashMap<String, ServiceId>, DemoError> {
        let rows = entities::service::Entity::find()
            .all(&self.db.read)
            .await
            .map_err(ApiError::from)?;
        Ok(rows
            .into_iter()
            .map(|row| (row.name, ServiceId(row.id)))
            .collect())
    }

    async fn pathway(&self, name: &'static str) -> Result<PathwayId, DemoError> {
        use entities::pathway::{Column, Entity};
        Entity::find()
            .filter(Column::Name.eq(name))
            .one(&self.db.read)
            .await
            .map_err(ApiError::from)?
            .map(|row| PathwayId(row.id))
            .ok_or(DemoError::Missing(name))
    }
}

/// A service of an example that the directory does not have.
fn unknown(example: &Example, services: &HashMap<String, ServiceId>) -> Option<&'static str> {
    example
        .stages
        .iter()
        .flat_map(|step| step.services)
        .copied()
        .find(|name| !services.contains_key(*name))
}

fn said(words: &str) -> Option<String> {
    (!words.is_empty()).then(|| words.to_owned())
}

/// What the papers print about a pathway, with the example.
fn completed(
    example: &Example,
    mut draft: PathwayDraft,
    services: &HashMap<String, ServiceId>,
) -> PathwayDraft {
    for route in &mut draft.graph.entry_routes {
        let door = example.doors.iter().find(|(words, _)| {
            let words = words.to_lowercase();
            route.words.to_lowercase().contains(&words)
        });
        route.to = door.map(|(_, stage)| (*stage).to_owned());
    }
    draft.graph.stages = example
        .stages
        .iter()
        .map(|step| Stage {
            key: step.key.to_owned(),
            name: step.name.to_owned(),
            level: step.level,
            services: step
                .services
                .iter()
                .filter_map(|name| services.get(*name).copied())
                .collect(),
            what: step.what.to_owned(),
            groups: Vec::new(),
        })
        .collect();
    draft.graph.moves = example
        .moves
        .iter()
        .map(|(from, to, kind, when)| Move {
            from: (*from).to_owned(),
            to: (*to).to_owned(),
            kind: *kind,
            when: said(when),
        })
        .collect();
    draft.graph.exits = example
        .exits
        .iter()
        .map(|out| Exit {
            from: out.from.to_owned(),
            kind: out.kind,
            words: out.words.to_owned(),
            way_back: said(out.way_back),
            service: None,
        })
        .collect();
    for promise in example.promises {
        promised(promise, &mut draft.standards);
    }
    draft.note = Some(match draft.note {
        Some(printed) => format!("{printed} {}", example.note),
        None => example.note.to_owned(),
    });
    draft.worked_example = true;
    draft
}

/// Completes the standard that the papers print, or adds one.
fn promised(promise: &Promise, standards: &mut Vec<Standard>) {
    let printed = standards
        .iter_mut()
        .find(|one| !promise.printed.is_empty() && one.text.contains(promise.printed));
    if let Some(standard) = printed {
        standard.clock = promise.clock.or(standard.clock);
        standard.starts = said(promise.starts);
        standard.stops = said(promise.stops);
        standard.stage = said(promise.stage);
    } else {
        standards.push(Standard {
            id: None,
            text: promise.text.to_owned(),
            clock: promise.clock,
            starts: said(promise.starts),
            stops: said(promise.stops),
            stage: said(promise.stage),
            source: Some(MADE_UP.to_owned()),
            measure: None,
        });
    }
}

#[cfg(test)]
mod tests {
    use shared::{
        pathways::{
            PathwayKind, ServiceFacts,
            api::{EntryRoute, PathwayFindingCode},
            findings,
        },
        services::Standing,
    };
    use uuid::Uuid;

    use super::*;

    fn service(number: usize) -> ServiceId {
        ServiceId(Uuid::from_u128(number as u128))
    }

    /// The examples are sound but for what the directory lacks.
    #[test]
    fn an_example_lacks_nothing_but_a_service_at_level_4() {
        for example in &EXAMPLES {
            let names: Vec<&str> = example
                .stages
                .iter()
                .flat_map(|step| step.services)
                .copied()
                .collect();
            let known: HashMap<String, ServiceId> = names
                .iter()
                .enumerate()
                .map(|(at, name)| ((*name).to_owned(), service(at)))
                .collect();
            let facts: Vec<ServiceFacts> = known
                .iter()
                .map(|(name, id)| ServiceFacts {
                    id: *id,
                    name: name.clone(),
                    level_from: None,
                    level_to: None,
                    standing: Standing::Open,
                })
                .collect();
            let mut draft = PathwayDraft::new(example.name, PathwayKind::Care);
            draft.graph.entry_routes = ["drop-in at schools", "self-referral"]
                .map(|words| EntryRoute {
                    way: None,
                    words: words.to_owned(),
                    to: None,
                })
                .to_vec();
            let draft = completed(example, draft, &known);
            assert!(draft.worked_example);
            let found: Vec<PathwayFindingCode> = findings(&draft, &facts)
                .into_iter()
                .map(|finding| finding.code)
                .collect();
            let bare = example
                .stages
                .iter()
                .filter(|step| step.services.is_empty());
            let expected: Vec<PathwayFindingCode> = bare
                .map(|_| PathwayFindingCode::StageWithoutService)
                .collect();
            assert_eq!(found, expected, "{}", example.name);
        }
    }
}
