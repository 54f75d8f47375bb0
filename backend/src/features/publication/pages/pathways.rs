//! The pathways, and one of them as a list of its stages.

use shared::{
    ids::{PathwayId, ServiceId},
    pathways::{
        ServiceFacts,
        api::{Graph, Stage, Standard},
    },
    services::{Standing, levels},
};

use crate::{
    clock,
    ctx::Guest,
    error::ApiError,
    features::{
        pathways::open::{self, OpenPathway},
        publication::settings,
    },
};

use super::{frame::Frame, html::Html};

/// The page with all pathways.
pub async fn list(guest: &Guest) -> Result<Frame, ApiError> {
    let today = clock::london_day(guest.now);
    let found = open::all(&guest.app.db.read, today).await?;
    let mut body = Html::default();
    body.raw("<p class=\"govuk-body\">How a child or young person gets help, and moves along between services.</p>\n");
    if found.is_empty() {
        body.raw("<p class=\"govuk-body\">No pathway is told of yet.</p>\n");
    } else {
        body.raw("<ul class=\"govuk-list\">\n");
        for pathway in &found {
            item(&mut body, pathway);
        }
        body.raw("</ul>\n");
    }
    Ok(Frame {
        title: "Pathways".to_owned(),
        back: None,
        body,
    })
}

/// Levels of need in words. A way down leads from the higher to the lower.
fn range(from: Option<i32>, to: Option<i32>) -> Option<String> {
    match (from, to) {
        (Some(from), Some(to)) if from > to => {
            Some(format!("From level {from} down to level {to}"))
        }
        _ => levels(from, to),
    }
}

fn item(body: &mut Html, pathway: &OpenPathway) {
    let said = &pathway.said;
    body.raw("<li><h2 class=\"govuk-heading-s\"><a href=\"/public/pathways/")
        .text(&pathway.id.to_string())
        .raw("\">")
        .text(&said.name)
        .raw("</a></h2>");
    body.paragraphs(&said.summary);
    let facts: Vec<String> = [
        Some(said.kind.label().to_owned()),
        range(said.level_from, said.level_to),
        said.worked_example.then(|| "A worked example".to_owned()),
    ]
    .into_iter()
    .flatten()
    .collect();
    body.raw("<p class=\"tl-muted\">")
        .text(&facts.join(". "))
        .raw("</p></li>\n");
}

/// The page of one pathway.
pub async fn one(guest: &Guest, id: &str) -> Result<Frame, ApiError> {
    let id: PathwayId = id.parse().map_err(|_| ApiError::not_found())?;
    let connection = &guest.app.db.read;
    let found = open::one(connection, clock::london_day(guest.now), id).await?;
    // The directory may be closed to the public; then its services are named, and lead nowhere.
    let linked = settings::row(connection).await?.services;
    let said = &found.said;
    let mut body = Html::default();
    body.paragraphs(&said.summary);
    if said.worked_example {
        body.raw("<div class=\"govuk-inset-text\">This is a worked example. Its stages are not from the plan's papers.</div>\n");
    }
    if let Some(levels) = range(said.level_from, said.level_to) {
        body.raw("<p class=\"govuk-body\">")
            .text(&levels)
            .raw(".</p>\n");
    }
    doors(&mut body, &said.graph);
    stages(&mut body, &said.graph, &found.services, linked);
    exits(&mut body, &said.graph, &found.services, linked);
    standards(&mut body, &said.standards);
    Ok(Frame {
        title: said.name.clone(),
        back: Some(("Pathways", "/public/pathways")),
        body,
    })
}

/// What a stage is called by its key.
fn called<'g>(graph: &'g Graph, key: &str) -> Option<&'g Stage> {
    graph.stages.iter().find(|stage| stage.key == key)
}

fn doors(body: &mut Html, graph: &Graph) {
    if graph.entry_routes.is_empty() {
        return;
    }
    body.raw("<h2 class=\"govuk-heading-m\">Who can open the door</h2>\n<ul class=\"govuk-list govuk-list--bullet\">\n");
    for route in &graph.entry_routes {
        let who = route.way.map(|way| way.label());
        let words = (!route.words.is_empty()).then_some(route.words.as_str());
        let parts: Vec<&str> = [who, words].into_iter().flatten().collect();
        body.raw("<li>").text(&parts.join(": "));
        if let Some(stage) = route.to.as_deref().and_then(|key| called(graph, key)) {
            body.raw(", to <a href=\"#stage-")
                .text(&stage.key)
                .raw("\">")
                .text(&stage.name)
                .raw("</a>");
        }
        body.raw("</li>\n");
    }
    body.raw("</ul>\n");
}

fn stages(body: &mut Html, graph: &Graph, services: &[ServiceFacts], linked: bool) {
    body.raw("<h2 class=\"govuk-heading-m\">Stages</h2>\n");
    if graph.stages.is_empty() {
        body.raw("<p class=\"govuk-body\">The papers name no stages of this pathway.</p>\n");
        return;
    }
    body.raw("<ol class=\"govuk-list govuk-list--number\">\n");
    for stage in &graph.stages {
        body.raw("<li><h3 class=\"govuk-heading-s\" id=\"stage-")
            .text(&stage.key)
            .raw("\">")
            .text(&stage.name)
            .raw("</h3><p class=\"tl-muted\">Level ")
            .text(&stage.level.to_string())
            .raw("</p>");
        body.paragraphs(&stage.what);
        held(body, &stage.services, services, linked);
        ways(body, graph, stage);
        body.raw("</li>\n");
    }
    body.raw("</ol>\n");
}

/// The open services that hold a stage.
fn held(body: &mut Html, ids: &[ServiceId], services: &[ServiceFacts], linked: bool) {
    let open: Vec<&ServiceFacts> = services
        .iter()
        .filter(|service| ids.contains(&service.id) && service.standing == Standing::Open)
        .collect();
    if open.is_empty() {
        body.raw("<p class=\"govuk-body\">No service holds this stage today.</p>");
        return;
    }
    body.raw("<p class=\"govuk-body\">Who helps: ");
    for (at, service) in open.into_iter().enumerate() {
        if at > 0 {
            body.raw(", ");
        }
        name(body, service, linked);
    }
    body.raw("</p>");
}

fn name(body: &mut Html, service: &ServiceFacts, linked: bool) {
    if linked && service.standing == Standing::Open {
        body.raw("<a href=\"/public/services/")
            .text(&service.id.to_string())
            .raw("\">")
            .text(&service.name)
            .raw("</a>");
    } else {
        body.text(&service.name);
    }
}

/// The ways on from a stage.
fn ways(body: &mut Html, graph: &Graph, stage: &Stage) {
    let moves: Vec<_> = graph
        .moves
        .iter()
        .filter(|one| one.from == stage.key)
        .filter_map(|one| Some((one, called(graph, &one.to)?)))
        .collect();
    if moves.is_empty() {
        return;
    }
    body.raw("<ul class=\"govuk-list govuk-list--bullet\">");
    for (one, to) in moves {
        body.raw("<li>")
            .text(one.kind.label())
            .raw(" to <a href=\"#stage-")
            .text(&to.key)
            .raw("\">")
            .text(&to.name)
            .raw("</a>");
        if let Some(when) = &one.when {
            body.raw(": ").text(when);
        }
        body.raw("</li>");
    }
    body.raw("</ul>");
}

fn exits(body: &mut Html, graph: &Graph, services: &[ServiceFacts], linked: bool) {
    if graph.exits.is_empty() {
        return;
    }
    body.raw("<h2 class=\"govuk-heading-m\">Ways out</h2>\n<ul class=\"govuk-list govuk-list--bullet\">\n");
    for exit in &graph.exits {
        body.raw("<li>").text(exit.kind.label());
        if let Some(stage) = called(graph, &exit.from) {
            body.raw(", from ").text(&stage.name);
        }
        if !exit.words.is_empty() {
            body.raw(": ").text(&exit.words);
        }
        let taker = exit
            .service
            .and_then(|id| services.iter().find(|it| it.id == id));
        if let Some(service) = taker {
            body.raw(" (");
            name(body, service, linked);
            body.raw(")");
        }
        if let Some(back) = &exit.way_back {
            body.raw(". The way back: ").text(back);
        }
        body.raw("</li>\n");
    }
    body.raw("</ul>\n");
}

fn standards(body: &mut Html, standards: &[Standard]) {
    if standards.is_empty() {
        return;
    }
    body.raw("<h2 class=\"govuk-heading-m\">What is promised</h2>\n<ul class=\"govuk-list govuk-list--bullet\">\n");
    for standard in standards {
        body.raw("<li>").text(&standard.text);
        if let Some(clock) = standard.clock {
            body.raw(" (").text(&clock.label()).raw(")");
        }
        body.raw("</li>\n");
    }
    body.raw("</ul>\n");
}
