//! What a plan offers to each group of children that it singles out.

use std::collections::{BTreeMap, HashMap, HashSet};

use chrono::NaiveDate;
use serde::Deserialize;
use shared::{
    ids::{ActionId, EvidenceId, GroupId, PathwayId, ServiceId},
    needs::{
        Offer,
        api::{GroupGuide, GroupsGuide, PathwayOffered, ServiceOffered},
        gaps, in_order, services_for,
    },
    pathways::{ServiceFacts, unserved},
    plans::api::NamedGroup,
};

use crate::{ctx::Ctx, error::ApiError, features::plans::find::SeenPlan};

use super::rows::{ActionRow, Asked, EvidenceRow, Papers, PathwayRow, ServiceRow};

/// A group, its members in the order of the columns.
#[derive(Deserialize)]
struct GroupRow {
    id: GroupId,
    source_id: Option<String>,
    name: String,
    summary: String,
}

/// The groups.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub(super) async fn read(ctx: &Ctx, plan: &SeenPlan) -> Result<GroupsGuide, ApiError> {
    let connection = ctx.read();
    let mut asked = Asked::about(connection.get_database_backend(), plan.id());
    let id = asked.plan().to_owned();
    let lists = &mut asked.lists;
    let groups = lists.list(
        &[&lists.id("g.id"), "g.source_id", "g.name", "g.summary"],
        "g.sort",
        &format!("vulnerable_group g WHERE g.plan_id = {id}"),
    );
    let members = lists.list(
        &[&lists.id("m.group_id"), &lists.id("m.action_id")],
        "",
        &format!(
            "group_action m WHERE m.group_id IN \
             (SELECT g.id FROM vulnerable_group g WHERE g.plan_id = {id})"
        ),
    );
    let uses = lists.list(
        &[&lists.id("u.action_id"), &lists.id("u.evidence_id")],
        "",
        &format!(
            "action_evidence u WHERE u.action_id IN \
             (SELECT a.id FROM action a WHERE a.plan_id = {id})"
        ),
    );
    let (actions, pathways) = (asked.actions(), asked.pathways());
    let (services, evidence, figures) = (asked.services(), asked.evidence(), asked.figures());
    let found = asked.lists.ask(connection).await?;
    let groups: Vec<GroupRow> = found.rows(groups)?;
    let services: Vec<ServiceRow> = found.rows(services)?;
    let today = ctx.today();
    let ground = Ground {
        today,
        facts: services.iter().map(|row| row.facts(today)).collect(),
        members: found
            .rows::<(GroupId, ActionId)>(members)?
            .into_iter()
            .collect(),
        uses: found
            .rows::<(ActionId, EvidenceId)>(uses)?
            .into_iter()
            .collect(),
        actions: found.rows(actions)?,
        pathways: found.rows(pathways)?,
        services: services.into_iter().map(|row| (row.id, row)).collect(),
        papers: Papers::of(&found, evidence, figures)?,
    };
    Ok(GroupsGuide {
        plan: plan.to_ref(),
        groups: groups.into_iter().map(|row| ground.of(row)).collect(),
    })
}

/// What can be offered to a group.
struct Ground {
    today: NaiveDate,
    members: HashSet<(GroupId, ActionId)>,
    uses: HashSet<(ActionId, EvidenceId)>,
    actions: Vec<ActionRow>,
    pathways: Vec<PathwayRow>,
    services: HashMap<ServiceId, ServiceRow>,
    facts: Vec<ServiceFacts>,
    papers: Papers,
}

impl Ground {
    fn of(&self, row: GroupRow) -> GroupGuide {
        let actions: Vec<&ActionRow> = self
            .actions
            .iter()
            .filter(|action| self.members.contains(&(row.id, action.id)))
            .collect();
        let pathways: Vec<&PathwayRow> = self
            .pathways
            .iter()
            .filter(|pathway| pathway.holds(self.today) && pathway.groups.contains(&row.id))
            .collect();
        let services = self.services(row.id, &pathways);
        // What is known of the group by itself is told apart from what is known of all children.
        let figures = row
            .source_id
            .as_deref()
            .map(|id| self.papers.figures(Some(id)))
            .unwrap_or_default();
        let figured: Vec<EvidenceId> = figures
            .iter()
            .filter_map(|figure| Some(figure.evidence.as_ref()?.id))
            .collect();
        let rests = |source: &&EvidenceRow| {
            figured.contains(&source.id)
                || actions
                    .iter()
                    .any(|action| self.uses.contains(&(action.id, source.id)))
        };
        let offer = Offer::of(
            actions.len(),
            pathways.iter().map(|pathway| pathway.staged()),
            services.iter().map(|offered| offered.service.standing),
        );
        let named = NamedGroup {
            id: row.id,
            name: row.name,
        };
        GroupGuide {
            evidence: self
                .papers
                .evidence
                .iter()
                .filter(rests)
                .map(EvidenceRow::to_link)
                .collect(),
            actions: actions.into_iter().map(ActionRow::to_ref).collect(),
            pathways: pathways
                .into_iter()
                .map(|pathway| self.offered(&named, pathway))
                .collect(),
            id: named.id,
            name: named.name,
            summary: row.summary,
            services,
            figures,
            gaps: gaps(offer),
        }
    }

    /// A pathway, with the levels at which it leaves a group without a service.
    fn offered(&self, group: &NamedGroup, pathway: &PathwayRow) -> PathwayOffered {
        let without = unserved(
            std::slice::from_ref(group),
            &pathway.to_draft(),
            &self.facts,
        )
        .pop();
        PathwayOffered {
            pathway: pathway.to_link(),
            unserved: without.is_some(),
            levels_without_service: without.map(|found| found.levels).unwrap_or_default(),
        }
    }

    /// The services on these pathways that are for a group.
    fn services(&self, group: GroupId, pathways: &[&PathwayRow]) -> Vec<ServiceOffered> {
        let mut on: BTreeMap<ServiceId, Vec<PathwayId>> = BTreeMap::new();
        for pathway in pathways {
            for service in services_for(group, &pathway.graph, &pathway.services) {
                on.entry(service).or_default().push(pathway.id);
            }
        }
        let offered = on
            .into_iter()
            .filter_map(|(id, pathways)| {
                Some(ServiceOffered {
                    service: self.services.get(&id)?.to_link(self.today),
                    pathways,
                })
            })
            .collect();
        in_order(offered, |offered| &offered.service)
    }
}
