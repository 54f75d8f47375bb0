//! The pathway as a picture: levels of need from left to right, doors above, ways out below.

use charts::flow::{Arrow, Flow, Node, Place, Way, sample};
use leptos::prelude::*;
use shared::pathways::api::{Graph, PathwayView, Stage};
use shared::pathways::{ExitKind, MoveKind};
use shared::services::HIGHEST_LEVEL;

use super::names;
use super::words::{WAYS_IN, exit_id, joined, leaves, opens, stage_id};
use crate::features::plans::counted;
use crate::ui::{Button, ButtonKind};

const fn way(kind: MoveKind) -> Way {
    match kind {
        MoveKind::On => Way::On,
        MoveKind::StepUp => Way::Up,
        MoveKind::StepDown => Way::Down,
        MoveKind::SideDoor => Way::Side,
    }
}

const fn meaning(way: Way) -> &'static str {
    match way {
        Way::On => "On",
        Way::Up => "Up, to more help",
        Way::Down => "Down, to less help",
        Way::Side => "Side door, where it is permitted",
    }
}

/// The levels that the picture shows, from the lowest to the highest: those of the pathway and of its stages, and those
/// between them.
fn shown(view: &PathwayView) -> Vec<i32> {
    let all = view
        .graph
        .stages
        .iter()
        .map(|stage| stage.level)
        .chain(view.level_from)
        .chain(view.level_to)
        .filter(|level| (1..=HIGHEST_LEVEL).contains(level));
    let (low, high) = all.fold((HIGHEST_LEVEL + 1, 0), |(low, high), level| {
        (low.min(level), high.max(level))
    });
    (low..=high).collect()
}

/// The pathway as boxes and arrows. Doors that lead to the same stage are one box, and so are exits of one kind with the
/// same words.
pub fn flow(view: &PathwayView) -> Flow {
    let levels = shown(view);
    let graph = &view.graph;
    let mut flow = Flow {
        title: format!("{}, as a picture", view.name),
        bands: levels
            .iter()
            .map(|level| format!("Level {level}"))
            .collect(),
        nodes: Vec::new(),
        arrows: Vec::new(),
    };
    for stage in &graph.stages {
        flow.nodes.push(stage_node(view, &levels, stage));
    }
    let at = |key: &str| graph.stages.iter().position(|stage| stage.key == key);
    for step in &graph.moves {
        if let (Some(from), Some(to)) = (at(&step.from), at(&step.to)) {
            flow.arrows.push(Arrow {
                from,
                to,
                way: way(step.kind),
            });
        }
    }
    doors(graph, &mut flow);
    exits(view, &mut flow);
    flow
}

fn stage_node(view: &PathwayView, levels: &[i32], stage: &Stage) -> Node {
    let band = levels
        .iter()
        .position(|level| *level == stage.level)
        .unwrap_or_default();
    let held = names::held(&view.services, &stage.services);
    let holders: Vec<String> = stage
        .services
        .iter()
        .filter_map(|id| names::service(&view.services, *id))
        .map(|service| service.name.clone())
        .collect();
    let under = match holders.as_slice() {
        [] => "No service holds it".to_owned(),
        _ if !held => "No open service holds it".to_owned(),
        [one] => one.clone(),
        many => counted(many.len(), "service"),
    };
    let told = if holders.is_empty() {
        "no service holds it".to_owned()
    } else {
        format!("held by {}", joined(&holders))
    };
    Node {
        href: Some(stage_id(&stage.key)),
        title: stage.name.clone(),
        lines: vec![under],
        described: format!("level {}, {told}", stage.level),
        place: Place::Band(band),
        unsure: !held,
    }
}

fn doors(graph: &Graph, flow: &mut Flow) {
    let mut targets: Vec<Option<usize>> = Vec::new();
    let place = |key: Option<&str>| {
        let key = key?;
        graph.stages.iter().position(|stage| stage.key == key)
    };
    for route in &graph.entry_routes {
        let target = place(route.to.as_deref());
        if !targets.contains(&target) {
            targets.push(target);
        }
    }
    for target in targets {
        let who: Vec<String> = graph
            .entry_routes
            .iter()
            .filter(|route| place(route.to.as_deref()) == target)
            .map(opens)
            .collect();
        let stage = target.and_then(|at| graph.stages.get(at));
        let described = match stage {
            Some(stage) => format!("to {}", stage.name),
            None => "nobody has said to which stage".to_owned(),
        };
        let node = flow.nodes.len();
        let mut lines = who;
        if stage.is_none() {
            lines.push("Leads to no stage yet".to_owned());
        }
        flow.nodes.push(Node {
            href: Some(WAYS_IN.to_owned()),
            title: "Way in".to_owned(),
            lines,
            described,
            place: Place::Above,
            unsure: stage.is_none(),
        });
        flow.arrows.extend(target.map(|to| Arrow {
            from: node,
            to,
            way: Way::On,
        }));
    }
}

fn exits(view: &PathwayView, flow: &mut Flow) {
    let graph = &view.graph;
    let mut boxes: Vec<(ExitKind, String, usize)> = Vec::new();
    for (at, exit) in graph.exits.iter().enumerate() {
        let service = exit
            .service
            .and_then(|id| names::service(&view.services, id))
            .map(|service| service.name.clone());
        let mut words: Vec<String> = service.into_iter().collect();
        if !exit.words.is_empty() {
            words.push(exit.words.clone());
        }
        let words = words.join(": ");
        let known = boxes
            .iter()
            .find(|(kind, told, _)| *kind == exit.kind && *told == words)
            .map(|(_, _, node)| *node);
        let node = known.unwrap_or_else(|| {
            let node = flow.nodes.len();
            let from: Vec<String> = graph
                .exits
                .iter()
                .filter(|other| {
                    other.kind == exit.kind
                        && other.words == exit.words
                        && other.service == exit.service
                })
                .map(|other| names::stage(graph, &other.from).to_owned())
                .collect();
            flow.nodes.push(Node {
                href: Some(exit_id(at)),
                title: leaves(exit.kind).to_owned(),
                lines: (!words.is_empty())
                    .then(|| words.clone())
                    .into_iter()
                    .collect(),
                described: format!("from {}", joined(&from)),
                place: Place::Below,
                unsure: false,
            });
            boxes.push((exit.kind, words, node));
            node
        });
        if let Some(from) = graph.stages.iter().position(|stage| stage.key == exit.from) {
            let arrow = Arrow {
                from,
                to: node,
                way: Way::On,
            };
            if !flow.arrows.contains(&arrow) {
                flow.arrows.push(arrow);
            }
        }
    }
}

/// The picture with what its lines mean. A small screen shows it only when it is asked for: the list says the same.
#[component]
pub fn Picture(view: PathwayView) -> impl IntoView {
    let flow = flow(&view);
    let used: Vec<Way> = Way::ALL
        .into_iter()
        .filter(|way| flow.arrows.iter().any(|arrow| arrow.way == *way))
        .collect();
    let svg = flow.draw().svg();
    let legend = used
        .into_iter()
        .map(|way| {
            view! {
                <li>
                    <span inner_html=sample(way)></span>
                    {meaning(way)}
                </li>
            }
        })
        .collect_view();
    let open = RwSignal::new(false);
    let toggle = Callback::new(move |_| open.update(|open| *open = !*open));
    view! {
        <section class="tl-flow" aria-labelledby="picture">
            <h2 class="govuk-heading-m" id="picture">
                "As a picture"
            </h2>
            <div class="tl-flow__toggle">
                <Button kind=ButtonKind::Secondary on_press=toggle>
                    {move || if open.get() { "Hide the picture" } else { "Show the picture" }}
                </Button>
            </div>
            <div class="tl-flow__body" class:tl-flow__body--open=move || open.get()>
                <p class="tl-muted">"Each box leads to its place in the list below, which says the same."</p>
                <div class="tl-flow__scroll" inner_html=svg></div>
                <ul class="tl-flow__legend" aria-label="What the lines mean">
                    {legend}
                </ul>
            </div>
        </section>
    }
}
