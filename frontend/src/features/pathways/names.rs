//! What the parts of a pathway are called.

use std::collections::HashMap;

use shared::ids::ServiceId;
use shared::pathways::api::{Graph, PathwayService, PathwayView};
use shared::services::Standing;
use uuid::Uuid;

/// The name of a stage; its key where there is no such stage.
pub fn stage<'g>(graph: &'g Graph, key: &'g str) -> &'g str {
    graph
        .stages
        .iter()
        .find(|stage| stage.key == key)
        .map_or(key, |stage| stage.name.as_str())
}

/// A service of the pathway.
pub fn service(services: &[PathwayService], id: ServiceId) -> Option<&PathwayService> {
    services.iter().find(|service| service.id == id)
}

/// Whether a stage is held by a service that is open.
pub fn held(services: &[PathwayService], holders: &[ServiceId]) -> bool {
    holders
        .iter()
        .filter_map(|id| service(services, *id))
        .any(|service| service.standing == Standing::Open)
}

/// The names of everything that a pathway links to, by id.
pub fn all(view: &PathwayView) -> HashMap<Uuid, String> {
    let mut names = HashMap::new();
    names.extend(view.outcomes.iter().map(|it| (it.id.0, it.name.clone())));
    names.extend(view.agencies.iter().map(|it| (it.id.0, it.name.clone())));
    names.extend(view.groups.iter().map(|it| (it.id.0, it.name.clone())));
    names.extend(view.services.iter().map(|it| (it.id.0, it.name.clone())));
    names.extend(
        view.actions
            .iter()
            .map(|it| (it.id.0, format!("{} {}", it.reference, it.title))),
    );
    names
}
