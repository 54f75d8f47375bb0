//! Whom a pathway leaves without a service.

use std::collections::BTreeSet;

use crate::{plans::api::NamedGroup, services::Standing};

use super::{
    ServiceFacts,
    api::{PathwayDraft, Stage, UnservedGroup},
};

/// The groups that a pathway serves and that have no service on it, or not at every level.
///
/// A level counts where the pathway has a stage for the group. It is served where a service that is
/// open holds one of these stages. Where no stage is for the group, the levels of the pathway
/// count, and any open service that it names serves them all.
pub fn unserved(
    groups: &[NamedGroup],
    draft: &PathwayDraft,
    services: &[ServiceFacts],
) -> Vec<UnservedGroup> {
    let open: BTreeSet<_> = services
        .iter()
        .filter(|service| service.standing == Standing::Open)
        .map(|service| service.id)
        .collect();
    let held = |stage: &Stage| stage.services.iter().any(|id| open.contains(id));
    let named = draft.graph.stages.is_empty() && draft.services.iter().any(|id| open.contains(id));
    groups
        .iter()
        .filter_map(|group| {
            let own: Vec<&Stage> = draft
                .graph
                .stages
                .iter()
                .filter(|stage| stage.groups.is_empty() || stage.groups.contains(&group.id))
                .collect();
            if own.is_empty() {
                return (!named).then(|| UnservedGroup {
                    group: group.clone(),
                    levels: levels_of(draft),
                });
            }
            let wanted: BTreeSet<i32> = own.iter().map(|stage| stage.level).collect();
            let served: BTreeSet<i32> = own
                .iter()
                .filter(|stage| held(stage))
                .map(|stage| stage.level)
                .collect();
            let levels: Vec<i32> = wanted.difference(&served).copied().collect();
            (!levels.is_empty()).then(|| UnservedGroup {
                group: group.clone(),
                levels,
            })
        })
        .collect()
}

fn levels_of(draft: &PathwayDraft) -> Vec<i32> {
    match (draft.level_from, draft.level_to) {
        (Some(from), Some(to)) => (from.min(to).max(1)..=from.max(to))
            .take_while(|level| *level <= super::HIGHEST_LEVEL)
            .collect(),
        (one, other) => one.or(other).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::made::{Made, facts, service};
    use super::*;
    use crate::ids::GroupId;

    fn group(number: u128) -> NamedGroup {
        NamedGroup {
            id: GroupId(Uuid::from_u128(number)),
            name: format!("Group {number}"),
        }
    }

    #[test]
    fn a_level_without_an_open_service_is_told() {
        let only = |key: &'static str, number: u128| {
            move |draft: &mut PathwayDraft| {
                for stage in &mut draft.graph.stages {
                    if stage.key == key {
                        stage.groups = vec![group(number).id];
                    }
                }
            }
        };
        let closed = |draft: &mut PathwayDraft| {
            draft.graph.stages[1].services = vec![service(Made::CLOSED)];
        };
        type Left = Vec<(u128, Vec<i32>)>;
        let table: Vec<(Made, Left)> = vec![
            (Made::sound(), vec![]),
            (Made::sound().unheld("b"), vec![(1, vec![2]), (2, vec![2])]),
            (Made::sound().bent(closed), vec![(1, vec![2]), (2, vec![2])]),
            // The stage without a service is for the other group.
            (
                Made::sound().unheld("b").bent(only("b", 2)),
                vec![(2, vec![2])],
            ),
            // Another stage at the level is held.
            (Made::sound().unheld("b").stage("d", 2), vec![]),
            (Made::empty(), vec![(1, vec![1, 2, 3]), (2, vec![1, 2, 3])]),
            (
                Made::empty().bent(|it| it.services = vec![service(1)]),
                vec![],
            ),
            (
                Made::empty().bent(|it| it.services = vec![service(Made::CLOSED)]),
                vec![(1, vec![1, 2, 3]), (2, vec![1, 2, 3])],
            ),
            (
                Made::empty().bent(|it| (it.level_from, it.level_to) = (None, None)),
                vec![(1, vec![]), (2, vec![])],
            ),
            // Every stage is for the other group.
            (
                Made::empty().stage("a", 1).bent(only("a", 2)),
                vec![(1, vec![1, 2, 3])],
            ),
        ];
        for (made, expected) in table {
            let found: Vec<_> = unserved(&[group(1), group(2)], &made.draft, &facts())
                .into_iter()
                .map(|gap| (gap.group.id.0.as_u128(), gap.levels))
                .collect();
            assert_eq!(found, expected, "{:?}", made.draft.graph);
        }
    }
}
