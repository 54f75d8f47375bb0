//! Which box stands in which row and column.

use std::collections::{BTreeSet, HashMap};

use super::{Arrow, Flow, Place, Way};

/// Columns of boxes beside each other, at most, where there are few bands.
const COLUMNS: usize = 6;

/// A column of boxes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Column {
    /// The band that it belongs to.
    pub band: usize,
    /// Whether no box of its band stands in it.
    pub empty: bool,
}

/// The cell of every box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    pub columns: Vec<Column>,
    /// How many rows there are.
    pub rows: usize,
    /// The first row of the bands, and the first after them.
    pub bands: (usize, usize),
    /// Row and column of each box.
    pub cells: Vec<(usize, usize)>,
    taken: BTreeSet<(usize, usize)>,
}

impl Grid {
    pub fn of(flow: &Flow) -> Self {
        let bands = flow.bands.len().max(1);
        let used: BTreeSet<usize> = (0..flow.nodes.len())
            .filter_map(|at| band_of(flow, at))
            .collect();
        let most = (COLUMNS / used.len().max(1)).max(1);
        let before = before(flow);
        let rows = banded_rows(flow, &before, most);
        let slots = slots(flow, &rows);
        let mut columns = Vec::new();
        let mut starts = Vec::new();
        for band in 0..bands {
            starts.push(columns.len());
            let count = slots.get(&band).copied().unwrap_or_default();
            let empty = count == 0;
            columns.extend((0..count.max(1)).map(|_| Column { band, empty }));
        }
        let mut grid = Self {
            columns,
            rows: 0,
            bands: (0, 0),
            cells: vec![(0, 0); flow.nodes.len()],
            taken: BTreeSet::new(),
        };
        let banded = grid.fill_bands(flow, &before, &rows, &starts, &slots);
        let neighbours = |at: usize| -> Vec<usize> {
            told(flow)
                .filter(|arrow| arrow.from == at || arrow.to == at)
                .map(|arrow| {
                    if arrow.from == at {
                        arrow.to
                    } else {
                        arrow.from
                    }
                })
                .filter(|other| rows.contains_key(other))
                .collect()
        };
        let above = grid.fill_ends(flow, Place::Above, &neighbours);
        let below = grid.fill_ends(flow, Place::Below, &neighbours);
        // Until here every part has counted its rows from its own top.
        for (at, node) in flow.nodes.iter().enumerate() {
            let down = match node.place {
                Place::Above => 0,
                Place::Band(_) => above,
                Place::Below => above + banded,
            };
            if let Some(cell) = grid.cells.get_mut(at) {
                cell.0 += down;
            }
        }
        grid.taken = grid.cells.iter().copied().collect();
        grid.rows = above + banded + below;
        grid.bands = (above, above + banded);
        grid
    }

    /// Whether a box stands there.
    pub fn taken(&self, row: usize, column: usize) -> bool {
        self.taken.contains(&(row, column))
    }

    /// The cell of a box.
    pub fn cell(&self, node: usize) -> (usize, usize) {
        self.cells.get(node).copied().unwrap_or_default()
    }

    /// Gives the boxes of the bands their columns, near to what leads to them, and tells how many rows they take.
    fn fill_bands(
        &mut self,
        flow: &Flow,
        before: &[Vec<usize>],
        rows: &HashMap<usize, usize>,
        starts: &[usize],
        slots: &HashMap<usize, usize>,
    ) -> usize {
        let count = rows.values().max().map_or(0, |last| last + 1);
        for row in 0..count {
            for (band, start) in starts.iter().enumerate() {
                let mut here: Vec<(usize, f64)> = (0..flow.nodes.len())
                    .filter(|at| rows.get(at) == Some(&row) && band_of(flow, *at) == Some(band))
                    .map(|at| {
                        (
                            at,
                            self.middle(before.get(at).into_iter().flatten(), *start),
                        )
                    })
                    .collect();
                here.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
                let room = slots.get(&band).copied().unwrap_or(1);
                let mut next = *start;
                let mut left = here.len();
                for (at, wanted) in here {
                    let last = start + room - left.min(room);
                    let column = nearest(wanted).clamp(next, last.max(next));
                    if let Some(cell) = self.cells.get_mut(at) {
                        *cell = (row, column);
                    }
                    next = column + 1;
                    left -= 1;
                }
            }
        }
        count
    }

    /// Gives the boxes above or below the bands their cells, each near to the boxes that it is joined to, and tells how
    /// many rows they take.
    fn fill_ends(
        &mut self,
        flow: &Flow,
        place: Place,
        neighbours: &impl Fn(usize) -> Vec<usize>,
    ) -> usize {
        let mut taken: BTreeSet<(usize, usize)> = BTreeSet::new();
        let ends = flow.nodes.iter().enumerate();
        for (at, _) in ends.filter(|(_, node)| node.place == place) {
            let joined = neighbours(at);
            let wanted = self.middle(joined.iter(), 0);
            let free = (0..).find_map(|row| {
                let distance = |column: usize| (number(column) - wanted).abs();
                (0..self.columns.len())
                    .filter(|column| !taken.contains(&(row, *column)))
                    .filter(|column| self.columns.get(*column).is_some_and(|it| !it.empty))
                    .min_by(|a, b| distance(*a).total_cmp(&distance(*b)))
                    .map(|column| (row, column))
                    // Where no band has a box, any column serves.
                    .or_else(|| {
                        let none = self.columns.iter().all(|column| column.empty);
                        (none && !taken.contains(&(row, 0))).then_some((row, 0))
                    })
            });
            let Some(free) = free else { continue };
            taken.insert(free);
            if let Some(cell) = self.cells.get_mut(at) {
                *cell = free;
            }
        }
        taken
            .iter()
            .map(|(row, _)| row + 1)
            .max()
            .unwrap_or_default()
    }

    /// The middle of the columns of some boxes.
    fn middle<'n>(&self, nodes: impl Iterator<Item = &'n usize>, otherwise: usize) -> f64 {
        let columns: Vec<f64> = nodes
            .filter_map(|node| self.cells.get(*node))
            .map(|(_, column)| number(*column))
            .collect();
        if columns.is_empty() {
            number(otherwise)
        } else {
            columns.iter().sum::<f64>() / number(columns.len())
        }
    }
}

/// The arrows between two boxes that there are.
pub(super) fn told(flow: &Flow) -> impl Iterator<Item = &Arrow> {
    let count = flow.nodes.len();
    flow.arrows
        .iter()
        .filter(move |arrow| arrow.from != arrow.to && arrow.from < count && arrow.to < count)
}

fn band_of(flow: &Flow, node: usize) -> Option<usize> {
    match flow.nodes.get(node)?.place {
        Place::Band(band) => Some(band.min(flow.bands.len().saturating_sub(1))),
        Place::Above | Place::Below => None,
    }
}

/// A small whole number as a length.
pub(super) fn number(count: usize) -> f64 {
    u32::try_from(count).map_or(f64::MAX, f64::from)
}

fn nearest(place: f64) -> usize {
    let mut column = 0;
    while number(column) + 0.5 < place {
        column += 1;
    }
    column
}

/// What leads to each box of the bands, without what would lead round in a circle: arrows that lead away from the doors
/// are kept before others, and arrows onwards before arrows back.
fn before(flow: &Flow) -> Vec<Vec<usize>> {
    let mut arrows: Vec<&Arrow> = told(flow)
        .filter(|arrow| band_of(flow, arrow.from).is_some() && band_of(flow, arrow.to).is_some())
        .collect();
    let steps = steps(flow, &arrows);
    let far = |node: usize| steps.get(&node).copied().unwrap_or(usize::MAX);
    arrows.sort_by_key(|arrow| (far(arrow.from) >= far(arrow.to), arrow.way));
    let mut before: Vec<Vec<usize>> = vec![Vec::new(); flow.nodes.len()];
    for arrow in arrows {
        if leads(&before, arrow.to, arrow.from) {
            continue;
        }
        if let Some(sources) = before.get_mut(arrow.to)
            && !sources.contains(&arrow.from)
        {
            sources.push(arrow.from);
        }
    }
    before
}

/// How many arrows lie between the nearest door and each box that can be reached from one without a side door.
fn steps(flow: &Flow, arrows: &[&Arrow]) -> HashMap<usize, usize> {
    let mut steps: HashMap<usize, usize> = HashMap::new();
    let doors = told(flow).filter(|arrow| {
        let door = flow.nodes.get(arrow.from);
        door.is_some_and(|door| door.place == Place::Above)
    });
    let mut here: Vec<usize> = doors.map(|arrow| arrow.to).collect();
    let mut far = 0;
    while !here.is_empty() {
        here.retain(|at| !steps.contains_key(at));
        steps.extend(here.iter().map(|at| (*at, far)));
        far += 1;
        here = arrows
            .iter()
            .filter(|arrow| arrow.way != Way::Side && steps.get(&arrow.from) == Some(&(far - 1)))
            .map(|arrow| arrow.to)
            .filter(|to| !steps.contains_key(to))
            .collect();
    }
    steps
}

/// Whether `from` stands somewhere before `to`.
fn leads(before: &[Vec<usize>], from: usize, to: usize) -> bool {
    let mut seen = BTreeSet::new();
    let mut waiting = vec![to];
    while let Some(at) = waiting.pop() {
        if at == from {
            return true;
        }
        if seen.insert(at) {
            waiting.extend(before.get(at).into_iter().flatten());
        }
    }
    false
}

/// The rows of the boxes of the bands: each under all that leads to it, and never more than `most` of one band beside
/// each other.
fn banded_rows(flow: &Flow, before: &[Vec<usize>], most: usize) -> HashMap<usize, usize> {
    let mut rows: HashMap<usize, usize> = HashMap::new();
    let mut filled: HashMap<(usize, usize), usize> = HashMap::new();
    let mut waiting: BTreeSet<usize> = (0..flow.nodes.len())
        .filter(|at| band_of(flow, *at).is_some())
        .collect();
    while let Some(at) = waiting.iter().copied().find(|at| {
        let mut sources = before.get(*at).into_iter().flatten();
        sources.all(|source| rows.contains_key(source))
    }) {
        waiting.remove(&at);
        let sources = before.get(at).into_iter().flatten();
        let first = sources.filter_map(|source| rows.get(source)).max();
        let mut row = first.map_or(0, |row| row + 1);
        let band = band_of(flow, at).unwrap_or_default();
        while filled.get(&(row, band)).is_some_and(|count| *count >= most) {
            row += 1;
        }
        *filled.entry((row, band)).or_default() += 1;
        rows.insert(at, row);
    }
    rows
}

/// How many columns each band needs.
fn slots(flow: &Flow, rows: &HashMap<usize, usize>) -> HashMap<usize, usize> {
    let mut cells: HashMap<(usize, usize), usize> = HashMap::new();
    for (at, row) in rows {
        *cells
            .entry((band_of(flow, *at).unwrap_or_default(), *row))
            .or_default() += 1;
    }
    let mut slots: HashMap<usize, usize> = HashMap::new();
    for ((band, _), count) in cells {
        let most = slots.entry(band).or_default();
        *most = count.max(*most);
    }
    slots
}
