//! The guide to the levels of need of a plan.

use serde::Deserialize;
use shared::{
    ids::LevelId,
    needs::{
        Offer,
        api::{LevelGuide, LevelsGuide, ServiceLink},
        gaps, told,
    },
};

use crate::{ctx::Ctx, error::ApiError, features::plans::find::SeenPlan};

use super::rows::{ActionRow, Asked, Papers, PathwayRow, ServiceRow};

/// A level, its members in the order of the columns.
#[derive(Deserialize)]
struct LevelRow {
    id: LevelId,
    number: i32,
    name: String,
    description: String,
    share: Option<String>,
    difficulties: Vec<String>,
    delivered_by: Vec<String>,
    relies_on: Vec<String>,
}

/// The guide.
///
/// # Errors
/// When the database fails or a row cannot be read.
pub(super) async fn read(ctx: &Ctx, plan: &SeenPlan) -> Result<LevelsGuide, ApiError> {
    let connection = ctx.read();
    let mut asked = Asked::about(connection.get_database_backend(), plan.id());
    let from = format!("level l WHERE l.plan_id = {}", asked.plan());
    let levels = asked.lists.list(
        &[
            &asked.lists.id("l.id"),
            "l.number",
            "l.name",
            "l.description",
            "l.share",
            &asked.lists.json("l.difficulties"),
            &asked.lists.json("l.delivered_by"),
            &asked.lists.json("l.relies_on"),
        ],
        "l.number",
        &from,
    );
    let (actions, pathways) = (asked.actions(), asked.pathways());
    let (services, evidence, figures) = (asked.services(), asked.evidence(), asked.figures());
    let found = asked.lists.ask(connection).await?;
    let levels: Vec<LevelRow> = found.rows(levels)?;
    let ground = Ground {
        today: ctx.today(),
        actions: found.rows(actions)?,
        pathways: found.rows(pathways)?,
        services: found.rows(services)?,
    };
    let papers = Papers::of(&found, evidence, figures)?;
    let unplaced = |row: &&ActionRow| row.level.is_none();
    Ok(LevelsGuide {
        plan: plan.to_ref(),
        figures: papers.figures(None),
        unplaced_actions: ground
            .actions
            .iter()
            .filter(unplaced)
            .map(ActionRow::to_ref)
            .collect(),
        unplaced_services: told(ground.services(|row| row.level_from.is_none())),
        levels: levels.into_iter().map(|row| ground.at(row)).collect(),
    })
}

/// What can stand at a level.
struct Ground {
    today: chrono::NaiveDate,
    actions: Vec<ActionRow>,
    pathways: Vec<PathwayRow>,
    services: Vec<ServiceRow>,
}

impl Ground {
    fn services(&self, wanted: impl Fn(&ServiceRow) -> bool) -> Vec<ServiceLink> {
        self.services
            .iter()
            .filter(|row| wanted(row))
            .map(|row| row.to_link(self.today))
            .collect()
    }

    fn at(&self, row: LevelRow) -> LevelGuide {
        let number = row.number;
        let actions: Vec<_> = self
            .actions
            .iter()
            .filter(|action| action.level == Some(row.id))
            .map(ActionRow::to_ref)
            .collect();
        let pathways: Vec<&PathwayRow> = self
            .pathways
            .iter()
            .filter(|pathway| pathway.holds(self.today) && pathway.passes(number))
            .collect();
        let services = self.services(|service| {
            service
                .level_from
                .zip(service.level_to)
                .is_some_and(|(from, to)| (from..=to).contains(&number))
        });
        let offer = Offer::of(
            actions.len(),
            pathways.iter().map(|pathway| pathway.staged()),
            services.iter().map(|service| service.standing),
        );
        LevelGuide {
            id: row.id,
            number,
            name: row.name,
            description: row.description,
            share: row.share,
            difficulties: row.difficulties,
            delivered_by: row.delivered_by,
            relies_on: row.relies_on,
            actions,
            pathways: pathways.into_iter().map(PathwayRow::to_link).collect(),
            services: told(services),
            gaps: gaps(offer),
        }
    }
}
