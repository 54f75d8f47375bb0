//! Through which lanes the arrows run.
//!
//! Between two rows lies a channel, between two columns a gutter. An arrow leaves its box at the bottom, runs along the
//! channel there to a lane (a gutter, or a column where no box is in its way), along the lane to the channel above the box
//! that it leads to, and down into it.

use super::{
    Arrow, Flow,
    rows::{Grid, number, told},
};

/// Where an arrow runs up or down past rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Lane {
    /// It runs past none: both boxes share a channel.
    None,
    /// Through a column that is empty there.
    Column(usize),
    /// Through the gutter before a column, on one of its tracks.
    Gutter(usize, usize),
}

/// How an arrow runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Route {
    pub arrow: Arrow,
    /// The channel that it runs into when it leaves, and that from which it arrives. Channel 0 lies above row 0.
    pub channels: (usize, usize),
    pub lane: Lane,
    /// Whether it is one line from box to box.
    pub straight: bool,
}

/// How every arrow runs.
pub(super) fn routes(flow: &Flow, grid: &Grid) -> Vec<Route> {
    let mut columns: Vec<Vec<(usize, usize)>> = vec![Vec::new(); grid.columns.len()];
    let mut gutters: Vec<Vec<Vec<(usize, usize)>>> = vec![Vec::new(); grid.columns.len() + 1];
    let mut routes: Vec<(usize, Route)> = Vec::new();
    let mut arrows: Vec<(usize, &Arrow)> = told(flow).enumerate().collect();
    // Short ones first: they have the least choice.
    arrows.sort_by_key(|(order, arrow)| {
        let (from, to) = (grid.cell(arrow.from), grid.cell(arrow.to));
        let length = (from.0 + 1).abs_diff(to.0);
        (from.1 != to.1, length, *order)
    });
    for (order, arrow) in arrows {
        let (from, to) = (grid.cell(arrow.from), grid.cell(arrow.to));
        let channels = (from.0 + 1, to.0);
        let span = (channels.0.min(channels.1), channels.0.max(channels.1));
        let clear = |column: usize, columns: &[Vec<(usize, usize)>]| {
            (span.0..span.1).all(|row| !grid.taken(row, column))
                && columns
                    .get(column)
                    .is_some_and(|used| used.iter().all(|other| apart(*other, span)))
        };
        let down = channels.0 <= channels.1;
        let (lane, straight) = if down && from.1 == to.1 && clear(from.1, &columns) {
            take(&mut columns, from.1, span);
            (Lane::Column(from.1), true)
        } else if channels.0 == channels.1 {
            (Lane::None, false)
        } else {
            let far = |place: f64| (number(from.1) - place).abs() + (number(to.1) - place).abs();
            let through = (0..grid.columns.len())
                .filter(|column| clear(*column, &columns))
                .map(|column| (far(number(column)), Lane::Column(column)));
            let beside = gutters.iter().enumerate().map(|(gutter, tracks)| {
                let track = tracks
                    .iter()
                    .position(|used| used.iter().all(|other| apart(*other, span)))
                    .unwrap_or(tracks.len());
                let cost = far(number(gutter) - 0.5) + 0.1 + 0.05 * number(track);
                (cost, Lane::Gutter(gutter, track))
            });
            let lane = through
                .chain(beside)
                .min_by(|a, b| a.0.total_cmp(&b.0))
                .map_or(Lane::None, |(_, lane)| lane);
            match lane {
                Lane::Column(column) => take(&mut columns, column, span),
                Lane::Gutter(gutter, track) => {
                    if let Some(tracks) = gutters.get_mut(gutter) {
                        if tracks.len() <= track {
                            tracks.push(Vec::new());
                        }
                        take(tracks, track, span);
                    }
                }
                Lane::None => {}
            }
            (lane, false)
        };
        let route = Route {
            arrow: *arrow,
            channels,
            lane,
            straight,
        };
        routes.push((order, route));
    }
    routes.sort_by_key(|(order, _)| *order);
    routes.into_iter().map(|(_, route)| route).collect()
}

/// Whether two runs share no channel.
const fn apart(one: (usize, usize), other: (usize, usize)) -> bool {
    one.1 < other.0 || other.1 < one.0
}

fn take(lanes: &mut [Vec<(usize, usize)>], lane: usize, span: (usize, usize)) {
    if let Some(used) = lanes.get_mut(lane) {
        used.push(span);
    }
}
