//! Services in the order in which somebody looks for help, and no more of them than one can read.

use std::collections::BTreeSet;

use super::api::{ServiceLink, ServicesFound};
use crate::{
    ids::{GroupId, ServiceId},
    pathways::api::Graph,
    services::Standing,
};

/// Most services that one list tells; the directory has them all.
pub const TOLD_MAX: usize = 50;

/// The services of a pathway that are for a group: those of its stages, unless a stage is for other
/// groups alone, and those that the pathway names without a stage.
pub fn services_for(group: GroupId, graph: &Graph, named: &[ServiceId]) -> BTreeSet<ServiceId> {
    let staged: BTreeSet<ServiceId> = graph
        .stages
        .iter()
        .flat_map(|stage| stage.services.iter().copied())
        .collect();
    graph
        .stages
        .iter()
        .filter(|stage| stage.groups.is_empty() || stage.groups.contains(&group))
        .flat_map(|stage| stage.services.iter().copied())
        .chain(named.iter().copied().filter(|id| !staged.contains(id)))
        .collect()
}

/// The open services first, then by name.
pub fn in_order<T>(mut services: Vec<T>, link: impl Fn(&T) -> &ServiceLink) -> Vec<T> {
    services.sort_by_cached_key(|service| {
        let link = link(service);
        (place(link.standing), link.name.to_lowercase())
    });
    services
}

/// Counts services and keeps those that are told.
pub fn told(services: Vec<ServiceLink>) -> ServicesFound {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let total = count(services.len());
    let open = count(
        services
            .iter()
            .filter(|service| service.standing == Standing::Open)
            .count(),
    );
    let mut services = in_order(services, |service| service);
    services.truncate(TOLD_MAX);
    ServicesFound {
        total,
        open,
        items: services,
    }
}

/// The place of a standing among those who look for help.
fn place(standing: Standing) -> usize {
    Standing::ALL
        .iter()
        .position(|one| *one == standing)
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::pathways::api::Stage;

    fn service(name: &str, standing: Standing) -> ServiceLink {
        ServiceLink {
            id: ServiceId(Uuid::nil()),
            name: name.to_owned(),
            standing,
        }
    }

    #[test]
    fn open_services_come_first_and_all_are_counted() {
        use Standing::{Closed, Open, Planned};
        let found = told(vec![
            service("Zeal", Closed),
            service("Bee", Planned),
            service("swan", Open),
            service("Ant", Open),
        ]);
        assert_eq!((found.total, found.open), (4, 2));
        let names: Vec<&str> = found.items.iter().map(|it| it.name.as_str()).collect();
        assert_eq!(names, ["Ant", "swan", "Bee", "Zeal"]);
    }

    #[test]
    fn a_stage_for_others_brings_a_group_nothing() {
        let id = |number| ServiceId(Uuid::from_u128(number));
        let group = |number| GroupId(Uuid::from_u128(number));
        let stage = |services: &[u128], groups: &[u128]| Stage {
            key: "a".to_owned(),
            name: "A".to_owned(),
            level: 1,
            services: services.iter().copied().map(id).collect(),
            what: String::new(),
            groups: groups.iter().copied().map(group).collect(),
        };
        let graph = Graph {
            stages: vec![stage(&[1], &[]), stage(&[2], &[7]), stage(&[3], &[8])],
            ..Graph::default()
        };
        let found = |number, named: &[u128]| -> Vec<u128> {
            let named: Vec<ServiceId> = named.iter().copied().map(id).collect();
            services_for(group(number), &graph, &named)
                .into_iter()
                .map(|service| service.0.as_u128())
                .collect()
        };
        assert_eq!(found(7, &[]), [1, 2]);
        assert_eq!(found(8, &[2, 4]), [1, 3, 4]);
        assert_eq!(found(9, &[3]), [1]);
        let bare = services_for(group(7), &Graph::default(), &[id(5)]);
        assert_eq!(bare.into_iter().collect::<Vec<_>>(), [id(5)]);
    }

    #[test]
    fn no_more_are_told_than_one_can_read() {
        let many = (0..=TOLD_MAX)
            .map(|at| service(&at.to_string(), Standing::Open))
            .collect();
        let found = told(many);
        assert_eq!(found.items.len(), TOLD_MAX);
        assert_eq!(found.open as usize, TOLD_MAX + 1);
    }
}
