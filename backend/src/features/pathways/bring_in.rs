//! The pathways of a plan file, as its papers print them: without stages.

use std::collections::{BTreeMap, HashMap, HashSet};

use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, TryIntoModel};
use shared::{
    ids::{ActionId, AgencyId, GroupId, OutcomeId, PlanId, ServiceId, StandardId},
    pathways::{
        HIGHEST_LEVEL,
        api::{EntryRoute, Graph, PathwayDraft, Standard},
        clock_in, way_in,
    },
    plans::format::{PathwayItem, PlanFile, SourcePlace, TargetItem},
    services::folded,
};
use uuid::Uuid;

use crate::{clock, db::Unit, error::ApiError, features::plans::insert};

use super::record::{fill, keep_all};

use entities::pathway::{ActiveModel, Model};

/// The word of a file for levels that nobody printed.
const INFERRED: &str = "inferred";
/// The collection of a file that tells of measures.
const MEASURES: &str = "measures";

/// What the file's ids have become.
pub(in crate::features) struct Brought<'i> {
    pub outcomes: &'i HashMap<String, OutcomeId>,
    pub actions: &'i BTreeMap<String, ActionId>,
    pub services: &'i HashMap<String, Uuid>,
}

/// Adds the pathways of a file to a plan whose groups are there.
///
/// # Errors
/// When the database fails.
pub(in crate::features) async fn bring_in(
    unit: &Unit<'_>,
    file: &PlanFile,
    plan: PlanId,
    ids: &Brought<'_>,
    agency: impl Fn(&str) -> Option<AgencyId>,
) -> Result<(), ApiError> {
    use entities::vulnerable_group::{Column, Entity};
    let groups: HashMap<String, GroupId> = Entity::find()
        .filter(Column::PlanId.eq(plan.0))
        .all(unit.txn)
        .await?
        .into_iter()
        .filter_map(|row| Some((row.source_id?, GroupId(row.id))))
        .collect();
    let mut names = HashSet::new();
    let mut made: Vec<ActiveModel> = Vec::new();
    for item in &file.pathways {
        let served = file
            .vulnerable_groups
            .iter()
            .filter(|group| group.pathways.contains(&item.id))
            .filter_map(|group| groups.get(&group.id).copied())
            .collect();
        let draft = PathwayDraft {
            groups: served,
            ..draft(file, item, ids, &agency)
        };
        let mut row = ActiveModel {
            id: Set(clock::ordered_id()),
            plan_id: Set(plan.0),
            source_id: Set(Some(item.id.clone())),
            levels_inferred: Set(item.levels_basis.as_deref() == Some(INFERRED)),
            valid_to: Set(None),
            closed_because: Set(None),
            created_at: Set(unit.now),
            version: Set(1),
            ..Default::default()
        };
        let key = folded(&draft.name);
        fill(&mut row, draft)?;
        // A paper may print one name twice. Both are kept; whoever changes one has to rename it.
        if !names.insert(key.clone()) {
            row.name_key = Set(format!("{key}\n{}", item.id));
        }
        made.push(row);
    }
    let rows = made
        .iter()
        .map(|row| row.clone().try_into_model())
        .collect::<Result<Vec<Model>, _>>()?;
    insert::all(unit.txn, made).await?;
    keep_all(unit, plan, rows).await
}

/// What a file says about a pathway.
fn draft(
    file: &PlanFile,
    item: &PathwayItem,
    ids: &Brought<'_>,
    agency: impl Fn(&str) -> Option<AgencyId>,
) -> PathwayDraft {
    let level = |id: &Option<String>| {
        let found = file
            .levels
            .iter()
            .find(|level| Some(&level.id) == id.as_ref())?;
        i32::try_from(found.number)
            .ok()
            .filter(|number| (1..=HIGHEST_LEVEL).contains(number))
    };
    PathwayDraft {
        summary: item.summary.clone().unwrap_or_default(),
        level_from: level(&item.from_level),
        level_to: level(&item.to_level),
        status_printed: item.status_as_printed.clone(),
        note: item.note.clone(),
        source: source(file, item),
        outcomes: once(&item.outcomes, |id| ids.outcomes.get(id).copied()),
        actions: once(&item.actions, |id| ids.actions.get(id).copied()),
        agencies: once(&item.agencies, agency),
        services: once(&item.services, |id| {
            ids.services.get(id).copied().map(ServiceId)
        }),
        other_parties: item.other_parties.clone(),
        graph: Graph {
            entry_routes: item
                .entry_routes
                .iter()
                .map(|words| EntryRoute {
                    way: way_in(words),
                    words: words.trim().to_owned(),
                    to: None,
                })
                .collect(),
            ..Graph::default()
        },
        standards: item
            .targets
            .iter()
            .map(|target| standard(file, target))
            .collect(),
        ..PathwayDraft::new(item.name.trim(), item.kind)
    }
}

/// The records that ids of a file lead to, each once.
fn once<T: Copy + Eq + std::hash::Hash>(
    ids: &[String],
    record: impl Fn(&str) -> Option<T>,
) -> Vec<T> {
    let mut seen = HashSet::new();
    ids.iter()
        .filter_map(|id| record(id))
        .filter(|id| seen.insert(*id))
        .collect()
}

fn standard(file: &PlanFile, target: &TargetItem) -> Standard {
    let measure = target.measure.as_ref().and_then(|id| {
        file.source_records
            .iter()
            .find(|record| record.collection == MEASURES && record.id == *id)
            .and_then(|record| record.body.get("name")?.as_str())
            .map(str::to_owned)
    });
    Standard {
        id: Some(StandardId(clock::ordered_id())),
        text: target.text.trim().to_owned(),
        clock: clock_in(&target.text),
        starts: None,
        stops: None,
        stage: None,
        source: None,
        measure,
    }
}

/// Where a pathway stands in the papers, a line a place.
fn source(file: &PlanFile, item: &PathwayItem) -> Option<String> {
    let paper = |place: &SourcePlace| {
        let label = file
            .documents
            .iter()
            .find(|document| document.file == place.file)
            .map_or(place.file.as_str(), |document| document.label.as_str());
        format!("{label}: {}", place.place)
    };
    let places: Vec<String> = item.source.iter().chain(&item.also_in).map(paper).collect();
    (!places.is_empty()).then(|| places.join("\n"))
}

#[cfg(test)]
mod tests {
    use shared::{
        pathways::{Clock, PathwayKind},
        services::WayIn,
    };

    use super::*;

    const FILE: &str = r#"{
        "plan": { "id": "p", "title": "Plan" },
        "actions": [ { "id": "x", "order": 1, "printed_ref": "1.1", "title": "Do" } ],
        "levels": [ { "id": "l2", "number": 2, "name": "Two" }, { "id": "l9", "number": 9, "name": "Nine" } ],
        "documents": [ { "id": "d", "file": "d.txt", "label": "The plan of 2015" } ],
        "measures": [ { "id": "m", "name": "Seen in two weeks" } ],
        "pathways": [ { "id": "w", "name": " Care ", "kind": "care", "from_level": "l2", "to_level": "l9",
            "actions": ["x", "x"], "entry_routes": ["self-referral", "entry to care"],
            "targets": [ { "text": "Assessed within 14 days", "measure": "m", "value": [3, 12], "unit": "days" },
                { "text": "Close to home", "measure": null, "value": null, "unit": null } ],
            "source": { "file": "d.txt", "place": "2.1" }, "also_in": [ { "file": "e.txt", "place": "3" } ] } ]
    }"#;

    #[test]
    fn a_file_says_what_a_pathway_is() {
        let file = shared::plans::format::parse(FILE).unwrap();
        let action = ActionId(Uuid::from_u128(1));
        let ids = Brought {
            outcomes: &HashMap::new(),
            actions: &BTreeMap::from([("x".to_owned(), action)]),
            services: &HashMap::new(),
        };
        let draft = draft(&file, &file.pathways[0], &ids, |_| None);
        assert_eq!(draft.name, "Care");
        assert_eq!(draft.kind, PathwayKind::Care);
        // A level that need does not have is no level.
        assert_eq!((draft.level_from, draft.level_to), (Some(2), None));
        assert_eq!(draft.actions, [action]);
        let ways: Vec<_> = draft.graph.entry_routes.iter().map(|it| it.way).collect();
        assert_eq!(ways, [Some(WayIn::SelfReferral), None]);
        let clocks: Vec<_> = draft.standards.iter().map(|it| it.clock).collect();
        assert_eq!(clocks, [Some(Clock::days(14)), None]);
        assert_eq!(
            draft.standards[0].measure.as_deref(),
            Some("Seen in two weeks")
        );
        assert_eq!(
            draft.source.as_deref(),
            Some("The plan of 2015: 2.1\ne.txt: 3")
        );
    }
}
