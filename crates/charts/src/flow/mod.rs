//! A way through bands, such as a pathway through levels of need: boxes in columns by their band, the doors above them
//! and the ways out below, with arrows that never cross a box.
//!
//! The same boxes and arrows are always drawn in the same way. Four steps, a file each: which box stands in which row
//! and column ([`rows`]), through which lanes the arrows run ([`lanes`]), where that is in pixels ([`place`]), and the
//! picture ([`svg`]).

mod lanes;
mod place;
mod rows;
mod svg;

pub use place::{Drawn, DrawnArrow, DrawnBand, DrawnBox};
pub use svg::sample;

/// Where a box stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Above the bands: a door.
    Above,
    /// In a band, by its number from 0.
    Band(usize),
    /// Below the bands: a way out.
    Below,
}

/// A box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// Where it leads on the page, as the id of an element; nowhere when absent.
    pub href: Option<String>,
    /// Its name.
    pub title: String,
    /// Smaller lines under it.
    pub lines: Vec<String>,
    /// What the picture says about it beside its words, for those who do not see it.
    pub described: String,
    /// Where it stands.
    pub place: Place,
    /// Whether something about it is missing: its edge is broken.
    pub unsure: bool,
}

/// What an arrow means. Each has a line of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// Onwards.
    On,
    /// To more help.
    Up,
    /// To less help.
    Down,
    /// By a side door.
    Side,
}

impl Way {
    /// Every way.
    pub const ALL: [Self; 4] = [Self::On, Self::Up, Self::Down, Self::Side];

    const fn name(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Up => "up",
            Self::Down => "down",
            Self::Side => "side",
        }
    }
}

/// An arrow from one box to another, both by their numbers from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrow {
    /// The box that is left.
    pub from: usize,
    /// The box that is reached.
    pub to: usize,
    /// What it means.
    pub way: Way,
}

/// What is to be drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// What it is called.
    pub title: String,
    /// The bands, from left to right.
    pub bands: Vec<String>,
    /// The boxes, in the order in which they are told.
    pub nodes: Vec<Node>,
    /// The arrows. Those whose ends there are not, or that lead back into their own box, are left out.
    pub arrows: Vec<Arrow>,
}

impl Flow {
    /// Finds a place for everything.
    #[must_use]
    pub fn draw(&self) -> Drawn {
        let grid = rows::Grid::of(self);
        let routes = lanes::routes(self, &grid);
        place::place(self, &grid, &routes)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    pub(super) fn node(title: &str, place: Place) -> Node {
        Node {
            href: Some(title.to_lowercase()),
            title: title.to_owned(),
            lines: vec!["1 service".to_owned()],
            described: title.to_owned(),
            place,
            unsure: false,
        }
    }

    pub(super) fn arrow(from: usize, to: usize, way: Way) -> Arrow {
        Arrow { from, to, way }
    }

    /// Ways in and out, with a way up, a way down and a side door between them.
    pub(super) fn sample() -> Flow {
        Flow {
            title: "Emotional wellbeing".to_owned(),
            bands: (1..=3).map(|level| format!("Level {level}")).collect(),
            nodes: vec![
                node("Ask", Place::Above),
                node("Advice", Place::Band(0)),
                node("Assessment", Place::Band(1)),
                node("Treatment", Place::Band(2)),
                node("Home", Place::Below),
            ],
            arrows: vec![
                arrow(0, 1, Way::On),
                arrow(1, 2, Way::Up),
                arrow(2, 3, Way::Up),
                arrow(3, 2, Way::Down),
                arrow(2, 1, Way::Down),
                arrow(1, 4, Way::On),
                arrow(3, 4, Way::Side),
            ],
        }
    }

    fn any_flow() -> impl Strategy<Value = Flow> {
        (1usize..5, 1usize..61).prop_flat_map(|(bands, nodes)| {
            let places = prop::collection::vec(0..bands + 2, nodes);
            let ways =
                prop::collection::vec((0..nodes + 1, 0..nodes + 1, 0..4usize), 0..nodes * 2 + 1);
            (places, ways).prop_map(move |(places, ways)| Flow {
                title: String::new(),
                bands: (0..bands).map(|band| format!("Level {band}")).collect(),
                nodes: places
                    .into_iter()
                    .enumerate()
                    .map(|(at, place)| {
                        let place = match place {
                            0 => Place::Above,
                            1 => Place::Below,
                            band => Place::Band(band - 2),
                        };
                        node(&format!("Stage {at}"), place)
                    })
                    .collect(),
                arrows: ways
                    .into_iter()
                    .map(|(from, to, way)| arrow(from, to, Way::ALL[way]))
                    .collect(),
            })
        })
    }

    /// Whether a line between two points, upright or level, goes through the inside of a box.
    fn through(a: (f64, f64), b: (f64, f64), inside: &DrawnBox) -> bool {
        let (left, right) = (a.0.min(b.0), a.0.max(b.0));
        let (top, bottom) = (a.1.min(b.1), a.1.max(b.1));
        left < inside.x + inside.width - 0.5
            && right > inside.x + 0.5
            && top < inside.y + inside.height - 0.5
            && bottom > inside.y + 0.5
    }

    fn sound(flow: &Flow, drawn: &Drawn) -> Result<(), TestCaseError> {
        prop_assert_eq!(drawn.boxes.len(), flow.nodes.len());
        for (at, one) in drawn.boxes.iter().enumerate() {
            prop_assert!(one.x >= 0.0 && one.x + one.width <= drawn.width);
            prop_assert!(one.y >= 0.0 && one.y + one.height <= drawn.height);
            if let Place::Band(band) = flow.nodes[at].place {
                let band = &drawn.bands[band];
                prop_assert!(band.x <= one.x && one.x + one.width <= band.x + band.width);
            }
            for other in drawn.boxes.iter().skip(at + 1) {
                let apart = one.x + one.width <= other.x
                    || other.x + other.width <= one.x
                    || one.y + one.height <= other.y
                    || other.y + other.height <= one.y;
                prop_assert!(apart, "two boxes in one place: {one:?} {other:?}");
            }
        }
        let told = flow.arrows.iter().filter(|arrow| {
            arrow.from != arrow.to && arrow.from < flow.nodes.len() && arrow.to < flow.nodes.len()
        });
        prop_assert_eq!(drawn.arrows.len(), told.count());
        for arrow in &drawn.arrows {
            for step in arrow.points.windows(2) {
                let (a, b) = (step[0], step[1]);
                prop_assert!(
                    (a.0 - b.0).abs() < 0.01 || (a.1 - b.1).abs() < 0.01,
                    "{a:?} {b:?}"
                );
                for inside in &drawn.boxes {
                    prop_assert!(!through(a, b, inside), "{a:?} {b:?} through {inside:?}");
                }
            }
            let (from, to) = (&drawn.boxes[arrow.from], &drawn.boxes[arrow.to]);
            let (first, last) = (arrow.points[0], arrow.points[arrow.points.len() - 1]);
            prop_assert!((first.1 - from.y - from.height).abs() < 0.01);
            prop_assert!((last.1 - to.y).abs() < 0.01);
            prop_assert!(from.x < first.0 && first.0 < from.x + from.width);
            prop_assert!(to.x < last.0 && last.0 < to.x + to.width);
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn boxes_stand_apart_in_their_bands_and_arrows_go_round_them(flow in any_flow()) {
            let drawn = flow.draw();
            sound(&flow, &drawn)?;
            prop_assert_eq!(drawn, flow.draw());
        }
    }

    #[test]
    fn what_follows_stands_lower_and_what_leads_back_does_not_push_it_down() {
        let drawn = sample().draw();
        let y = |at: usize| drawn.boxes[at].y;
        assert!(y(0) < y(1) && y(1) < y(2) && y(2) < y(3) && y(3) < y(4));
        let x = |at: usize| drawn.boxes[at].x;
        assert!(x(1) < x(2) && x(2) < x(3));
        // The door stands over the stage that it leads to, and its arrow is one line.
        assert_eq!(drawn.arrows[0].points.len(), 2);
    }

    #[test]
    fn a_stage_that_is_only_reached_downwards_stands_under_what_leads_to_it() {
        let mut flow = sample();
        flow.nodes.push(node("Review", Place::Band(0)));
        flow.arrows.push(arrow(3, 5, Way::Down));
        flow.arrows.push(arrow(5, 3, Way::Up));
        let drawn = flow.draw();
        assert!(drawn.boxes[5].y > drawn.boxes[3].y);
    }

    #[test]
    fn nothing_at_all_is_drawn_too() {
        let drawn = Flow::default().draw();
        assert!(drawn.boxes.is_empty() && drawn.width > 0.0 && drawn.height > 0.0);
    }

    #[test]
    fn stages_side_by_side_stay_few_enough_to_be_read() {
        let mut flow = sample();
        flow.nodes = (0..60)
            .map(|at| node(&format!("Stage {at}"), Place::Band(at % 3)))
            .collect();
        flow.arrows.clear();
        let drawn = flow.draw();
        assert!(drawn.width < 1500.0, "{}", drawn.width);
    }
}
