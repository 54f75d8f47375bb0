//! Where everything is in pixels.

use std::collections::HashMap;

use crate::draw::{fitted, wide};

use super::{
    Flow, Node, Place, Way,
    lanes::{Lane, Route},
    rows::{Grid, number},
};

/// The width of a box, and of the column of a band without one.
const WIDTH: f64 = 168.0;
const NARROW: f64 = 96.0;
/// Room in a box around its words.
const PAD: f64 = 10.0;
/// The height of a line of a title and of a smaller one.
pub(super) const TITLE: f64 = 18.0;
pub(super) const LINE: f64 = 16.0;
/// How much wider than the measure of [`wide`] a title and a smaller line are.
const TITLE_WIDE: f64 = 1.32;
const LINE_WIDE: f64 = 1.06;
/// The most lines of a title, and of what stands under it.
const TITLE_LINES: usize = 4;
const LINES: usize = 6;
/// Between two lines that run side by side.
const TRACK: f64 = 12.0;
/// Between a box and the first line beside it.
const GAP: f64 = 14.0;
/// What an arrow needs at its end.
const HEAD: f64 = 16.0;
/// Room for the upper edge of a band, and for its name.
const EDGE: f64 = 10.0;
pub(super) const NAME: f64 = 28.0;
/// Between two places at which arrows touch a box.
const PORT: f64 = 10.0;
/// Where arrows leave a box and where they reach one, from its middle. They never share a place, so that the lines of two
/// boxes over each other stay apart; the middle is for arrows that run straight.
const LEAVE: [f64; 6] = [2.0, -2.0, 4.0, -4.0, 6.0, -6.0];
const REACH: [f64; 8] = [1.0, -1.0, 3.0, -3.0, 5.0, -5.0, 7.0, -7.0];

/// A band, placed.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnBand {
    /// Its name.
    pub title: String,
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// Whether nothing stands in it.
    pub empty: bool,
}

/// A box, placed.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnBox {
    /// The box.
    pub node: Node,
    /// Its name in lines.
    pub title: Vec<String>,
    /// The smaller lines.
    pub lines: Vec<String>,
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

/// An arrow, placed.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnArrow {
    /// The box that it leaves, by number.
    pub from: usize,
    /// The box that it reaches, by number.
    pub to: usize,
    /// What it means.
    pub way: Way,
    /// Its corners, from the first box to the second.
    pub points: Vec<(f64, f64)>,
}

/// A picture, with everything in its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// What it is called.
    pub title: String,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
    /// The bands.
    pub bands: Vec<DrawnBand>,
    /// The boxes, in the order in which they were told.
    pub boxes: Vec<DrawnBox>,
    /// The arrows.
    pub arrows: Vec<DrawnArrow>,
}

/// A run along a channel.
struct Run {
    route: usize,
    channel: usize,
    from: f64,
    to: f64,
}

pub(super) fn place(flow: &Flow, grid: &Grid, routes: &[Route]) -> Drawn {
    let across = Across::of(grid, routes);
    let ports = ports(flow, grid, routes, &across);
    let runs = runs(routes, &ports, &across);
    let tracks = tracks(&runs, grid.rows + 1);
    let words: Vec<(Vec<String>, Vec<String>)> = flow.nodes.iter().map(words).collect();
    let heights: Vec<f64> = words
        .iter()
        .map(|(title, lines)| 2.0 * PAD + TITLE * number(title.len()) + LINE * number(lines.len()))
        .collect();
    let down = Down::of(grid, &heights, &tracks);
    let boxes = flow.nodes.iter().zip(words).zip(&heights).enumerate();
    let boxes = boxes
        .map(|(at, ((node, (title, lines)), height))| {
            let (row, column) = grid.cell(at);
            DrawnBox {
                node: node.clone(),
                title,
                lines,
                x: across.middle(column) - WIDTH / 2.0,
                y: down.row(row),
                width: WIDTH,
                height: *height,
            }
        })
        .collect::<Vec<_>>();
    let arrows = routes
        .iter()
        .enumerate()
        .map(|(at, route)| {
            let ends = ports.get(at).copied().unwrap_or_default();
            let (from, to) = (boxes.get(route.arrow.from), boxes.get(route.arrow.to));
            let top = from.map_or(0.0, |it| it.y + it.height);
            let bottom = to.map_or(0.0, |it| it.y);
            let mut points = vec![(ends.0, top)];
            let level = |channel: usize| down.track(channel, tracks.of(at, channel));
            match route.lane {
                _ if route.straight => {}
                Lane::None => {
                    let y = level(route.channels.0);
                    points.extend([(ends.0, y), (ends.1, y)]);
                }
                lane => {
                    let x = across.lane(lane);
                    let (first, last) = (level(route.channels.0), level(route.channels.1));
                    points.extend([(ends.0, first), (x, first), (x, last), (ends.1, last)]);
                }
            }
            points.push((ends.1, bottom));
            let points = corners(points);
            DrawnArrow {
                from: route.arrow.from,
                to: route.arrow.to,
                way: route.arrow.way,
                points,
            }
        })
        .collect();
    let top = down.channel(grid.bands.0) + EDGE;
    let height = down.row(grid.bands.1) - down.gap(grid.bands.1) - top + GAP / 2.0;
    let bands = flow.bands.iter().enumerate().map(|(band, title)| {
        let (x, width) = across.band(grid, band);
        DrawnBand {
            title: title.clone(),
            x,
            y: top,
            width,
            height,
            empty: grid.columns.iter().any(|it| it.band == band && it.empty),
        }
    });
    Drawn {
        title: flow.title.clone(),
        width: across.width,
        height: down.height,
        bands: bands.collect(),
        boxes,
        arrows,
    }
}

/// The points at which a line turns, and its ends.
fn corners(points: Vec<(f64, f64)>) -> Vec<(f64, f64)> {
    let same = |a: f64, b: f64| (a - b).abs() < 0.01;
    let mut kept: Vec<(f64, f64)> = Vec::new();
    for point in points {
        if let [.., before, last] = kept.as_slice() {
            let level = same(before.1, last.1) && same(last.1, point.1);
            let upright = same(before.0, last.0) && same(last.0, point.0);
            if level || upright {
                kept.pop();
            }
        }
        kept.push(point);
    }
    kept
}

/// A title and the smaller lines, as they fit into a box.
fn words(node: &Node) -> (Vec<String>, Vec<String>) {
    let mut title = wrapped(&node.title, TITLE_WIDE, TITLE_LINES);
    if title.is_empty() {
        title.push(String::new());
    }
    let mut lines = Vec::new();
    for line in &node.lines {
        let room = LINES.saturating_sub(lines.len());
        lines.extend(wrapped(line, LINE_WIDE, room.min(3)));
    }
    (title, lines)
}

/// A text in lines of the width of a box; the last one is cut where there are more than `most`.
fn wrapped(text: &str, scale: f64, most: usize) -> Vec<String> {
    let room = (WIDTH - 2.0 * PAD) / scale;
    let mut lines: Vec<String> = Vec::new();
    let mut words = text.split_whitespace().peekable();
    while words.peek().is_some() && lines.len() < most {
        let last = lines.len() + 1 == most;
        let mut line = String::new();
        while let Some(word) = words.peek() {
            let longer = if line.is_empty() {
                (*word).to_owned()
            } else {
                format!("{line} {word}")
            };
            if !last && !line.is_empty() && wide(&longer) > room {
                break;
            }
            line = longer;
            words.next();
        }
        lines.push(fitted(&line, room));
    }
    lines
}

/// Where columns and gutters are.
struct Across {
    /// The middle of each column.
    middles: Vec<f64>,
    /// The left edge of each gutter, and its width.
    gutters: Vec<(f64, f64)>,
    width: f64,
}

impl Across {
    fn of(grid: &Grid, routes: &[Route]) -> Self {
        let mut x = 0.0;
        let mut middles = Vec::new();
        let mut gutters = Vec::new();
        let tracks = |gutter: usize| {
            routes
                .iter()
                .filter_map(|route| match route.lane {
                    Lane::Gutter(at, track) if at == gutter => Some(track + 1),
                    _ => None,
                })
                .max()
                .unwrap_or_default()
        };
        for gutter in 0..=grid.columns.len() {
            let width = 2.0 * GAP + TRACK * number(tracks(gutter));
            gutters.push((x, width));
            x += width;
            if let Some(column) = grid.columns.get(gutter) {
                // A door or a way out may stand over or under a band without a box.
                let alone = grid.cells.iter().all(|cell| cell.1 != gutter);
                let width = if column.empty && alone { NARROW } else { WIDTH };
                middles.push(x + width / 2.0);
                x += width;
            }
        }
        Self {
            middles,
            gutters,
            width: x,
        }
    }

    fn middle(&self, column: usize) -> f64 {
        self.middles.get(column).copied().unwrap_or_default()
    }

    fn lane(&self, lane: Lane) -> f64 {
        match lane {
            Lane::None => 0.0,
            Lane::Column(column) => self.middle(column),
            Lane::Gutter(gutter, track) => {
                let left = self.gutters.get(gutter).map_or(0.0, |it| it.0);
                left + GAP + TRACK / 2.0 + TRACK * number(track)
            }
        }
    }

    /// The left edge of a band and its width: from the middle of the gutter before it to that of the one after.
    fn band(&self, grid: &Grid, band: usize) -> (f64, f64) {
        let edge = |gutter: usize| match self.gutters.get(gutter) {
            Some(_) if gutter == 0 => 0.0,
            Some((x, width)) if gutter < grid.columns.len() => x + width / 2.0,
            _ => self.width,
        };
        let own = || {
            (0..grid.columns.len())
                .filter(|at| grid.columns.get(*at).is_some_and(|it| it.band == band))
        };
        let (first, last) = (own().min().unwrap_or(0), own().max().unwrap_or(0));
        (edge(first), edge(last + 1) - edge(first))
    }
}

/// Where each arrow leaves its box and reaches the other.
fn ports(flow: &Flow, grid: &Grid, routes: &[Route], across: &Across) -> Vec<(f64, f64)> {
    let middle = |node: usize| across.middle(grid.cell(node).1);
    let mut ports: Vec<(f64, f64)> = routes
        .iter()
        .map(|route| (middle(route.arrow.from), middle(route.arrow.to)))
        .collect();
    // Where each runs to after it has left, and comes from before it arrives.
    let beyond = |route: &Route, other: usize| match route.lane {
        Lane::None => middle(other),
        lane => across.lane(lane),
    };
    for node in 0..flow.nodes.len() {
        let column = grid.cell(node).1;
        let of = |leaves: bool| {
            let mut own: Vec<(usize, f64)> = routes
                .iter()
                .enumerate()
                // What runs through the column of the box itself touches it in the middle.
                .filter(|(_, route)| route.lane != Lane::Column(column))
                .filter_map(|(at, route)| {
                    let (end, other) = if leaves {
                        (route.arrow.from, route.arrow.to)
                    } else {
                        (route.arrow.to, route.arrow.from)
                    };
                    (end == node).then(|| (at, beyond(route, other)))
                })
                .collect();
            own.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
            own
        };
        for (at, x) in shared_out(&of(true), &LEAVE, middle(node)) {
            if let Some(port) = ports.get_mut(at) {
                port.0 = x;
            }
        }
        for (at, x) in shared_out(&of(false), &REACH, middle(node)) {
            if let Some(port) = ports.get_mut(at) {
                port.1 = x;
            }
        }
    }
    ports
}

/// Gives arrows, sorted by where they run to, their places at a box.
fn shared_out(arrows: &[(usize, f64)], places: &[f64], middle: f64) -> Vec<(usize, f64)> {
    let mut own: Vec<f64> = places.iter().copied().cycle().take(arrows.len()).collect();
    // A single one leaves on the side to which it runs.
    if let ([place], [(_, beyond)]) = (own.as_mut_slice(), arrows)
        && *beyond < middle
    {
        *place = -*place;
    }
    own.sort_by(f64::total_cmp);
    arrows
        .iter()
        .zip(own)
        .map(|((at, _), place)| (*at, middle + place * PORT))
        .collect()
}

fn runs(routes: &[Route], ports: &[(f64, f64)], across: &Across) -> Vec<Run> {
    let mut runs = Vec::new();
    for ((at, route), (leaves, reaches)) in routes.iter().enumerate().zip(ports) {
        if route.straight {
            continue;
        }
        let mut run = |channel: usize, from: f64, to: f64| {
            if (from - to).abs() < 0.01 {
                return;
            }
            runs.push(Run {
                route: at,
                channel,
                from,
                to,
            });
        };
        match route.lane {
            Lane::None => run(route.channels.0, *leaves, *reaches),
            lane => {
                run(route.channels.0, *leaves, across.lane(lane));
                run(route.channels.1, across.lane(lane), *reaches);
            }
        }
    }
    runs
}

/// On which track of its channel each arrow runs.
struct Tracks {
    by_run: HashMap<(usize, usize), usize>,
    counts: Vec<usize>,
}

impl Tracks {
    fn of(&self, route: usize, channel: usize) -> usize {
        self.by_run
            .get(&(route, channel))
            .copied()
            .unwrap_or_default()
    }
}

/// Runs that overlap get tracks of their own. What runs to the right from further right lies higher, and the other way
/// round: so the lines of one box do not cross each other.
fn tracks(runs: &[Run], channels: usize) -> Tracks {
    let mut by_run = HashMap::new();
    let mut counts = Vec::new();
    for channel in 0..channels {
        let mut here: Vec<&Run> = runs.iter().filter(|run| run.channel == channel).collect();
        let key = |run: &Run| {
            if run.from <= run.to {
                -run.from
            } else {
                run.from
            }
        };
        here.sort_by(|a, b| key(a).total_cmp(&key(b)).then(a.route.cmp(&b.route)));
        let mut used: Vec<Vec<(f64, f64)>> = Vec::new();
        for run in here {
            let span = (run.from.min(run.to) - 5.0, run.from.max(run.to) + 5.0);
            let free = |taken: &Vec<(f64, f64)>| {
                taken
                    .iter()
                    .all(|other| span.1 < other.0 || other.1 < span.0)
            };
            let track = used.iter().position(free).unwrap_or(used.len());
            match used.get_mut(track) {
                Some(taken) => taken.push(span),
                None => used.push(vec![span]),
            }
            by_run.insert((run.route, channel), track);
        }
        counts.push(used.len());
    }
    Tracks { by_run, counts }
}

/// Where channels and rows are.
struct Down {
    /// The upper edge of each channel, the place of its first track, and its height.
    channels: Vec<(f64, f64, f64)>,
    /// The upper edge of each row.
    rows: Vec<f64>,
    height: f64,
}

impl Down {
    fn of(grid: &Grid, heights: &[f64], tracks: &Tracks) -> Self {
        let mut y = 0.0;
        let mut channels = Vec::new();
        let mut rows = Vec::new();
        for row in 0..=grid.rows {
            let count = tracks.counts.get(row).copied().unwrap_or_default();
            let name = if row == grid.bands.0 {
                EDGE + NAME
            } else {
                0.0
            };
            // Above the first row and below the last there is only a margin.
            let least = if row == 0 || row == grid.rows {
                GAP
            } else {
                GAP + HEAD
            };
            let height = name + least.max(GAP + TRACK * number(count) + HEAD);
            let height = if count == 0 { name + least } else { height };
            channels.push((y, y + name + GAP, height));
            y += height;
            rows.push(y);
            if row < grid.rows {
                y += grid
                    .cells
                    .iter()
                    .zip(heights)
                    .filter(|(cell, _)| cell.0 == row)
                    .map(|(_, height)| *height)
                    .fold(0.0, f64::max);
            }
        }
        Self {
            channels,
            rows,
            height: y,
        }
    }

    fn row(&self, row: usize) -> f64 {
        self.rows.get(row).copied().unwrap_or_default()
    }

    fn channel(&self, channel: usize) -> f64 {
        self.channels.get(channel).map_or(0.0, |it| it.0)
    }

    /// The height of a channel.
    fn gap(&self, channel: usize) -> f64 {
        self.channels.get(channel).map_or(0.0, |it| it.2)
    }

    fn track(&self, channel: usize, track: usize) -> f64 {
        let first = self.channels.get(channel).map_or(0.0, |it| it.1);
        first + TRACK * number(track)
    }
}

impl DrawnBox {
    /// Whether it is a door, a way out or neither.
    pub const fn kind(&self) -> &'static str {
        match self.node.place {
            Place::Above => "in",
            Place::Band(_) => "stage",
            Place::Below => "out",
        }
    }
}
