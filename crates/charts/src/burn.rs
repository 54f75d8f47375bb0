use crate::{
    columns::{every, grid, step_name},
    draw::{Anchor, Chart, Shape, Stroke},
    scale::Scale,
};

/// How far something was to be, and was, at the end of a step of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BurnPoint {
    /// The step in full: "June 2026".
    pub name: String,
    /// The step in short: "Jun 26".
    pub short: String,
    /// How much was to be done by its end.
    pub planned: u32,
    /// How much was; nothing for what is still to come.
    pub done: Option<u32>,
}

const HEIGHT: f64 = 220.0;
/// What the words at the end of a line take, about.
const WORDS_WIDTH: f64 = 130.0;
const WORDS_HEIGHT: f64 = 18.0;

/// What is done beside what was planned: two lines over time, a broken one and a whole one, each
/// with its word at its end. The last point with something done is where it stands now.
pub fn burn_up(id: &str, title: &str, points: &[BurnPoint], all: u32, width: f64) -> Chart {
    let mut shapes = Vec::new();
    let top = 22.0;
    let ground = top + HEIGHT;
    let most = points
        .iter()
        .map(|point| point.planned.max(point.done.unwrap_or(0)))
        .max()
        .unwrap_or(0)
        .max(all);
    let scale = Scale::new(most, ground, top);
    let left = grid(&mut shapes, scale, width) + 8.0;
    let right = width - 14.0;
    let each = (right - left) / points.len().saturating_sub(1).max(1) as f64;
    let at = |place: usize, number: u32| (left + each * place as f64, scale.at(number));
    let planned: Vec<(f64, f64)> = points
        .iter()
        .enumerate()
        .map(|(place, point)| at(place, point.planned))
        .collect();
    let done: Vec<(f64, f64)> = points
        .iter()
        .enumerate()
        .filter_map(|(place, point)| Some(at(place, point.done?)))
        .collect();
    let every = every(points.iter().map(|point| point.short.as_str()), each);
    for (place, point) in points.iter().enumerate() {
        if place % every == 0 {
            shapes.push(step_name(at(place, 0).0, ground, &point.short, width));
        }
    }
    if let Some((x, _)) = done.last().filter(|_| done.len() < points.len()) {
        shapes.push(Shape::Line {
            points: vec![(*x, ground), (*x, top)],
            stroke: Stroke::Now,
        });
    }
    let words = |x: f64, y: f64, text: String| Shape::Words {
        x,
        y,
        anchor: if x > (left + right) / 2.0 {
            Anchor::End
        } else {
            Anchor::Start
        },
        strong: true,
        text,
    };
    // Complete below its line, unless the ground is there.
    let done_words = done.last().map(|(x, y)| {
        let below = ground - y >= 26.0;
        (*x, if below { y + 18.0 } else { y - 8.0 })
    });
    let last_done = points.iter().rev().find_map(|point| point.done);
    if let (Some((x, y)), Some(number)) = (done_words, last_done) {
        shapes.push(words(x, y, format!("Complete: {number}")));
    }
    // Planned above its line, and clear of the other words.
    if let (Some((x, y)), Some(point)) = (planned.last(), points.last()) {
        let mut above = y - 8.0;
        if let Some((other, beside)) = done_words
            && (x - other).abs() < WORDS_WIDTH
            && (above - beside).abs() < WORDS_HEIGHT
        {
            above = beside - WORDS_HEIGHT;
        }
        shapes.push(words(*x, above, format!("Planned: {}", point.planned)));
    }
    shapes.push(Shape::Line {
        points: planned,
        stroke: Stroke::Planned,
    });
    shapes.push(Shape::Line {
        points: done,
        stroke: Stroke::Actual,
    });
    Chart {
        id: id.to_owned(),
        title: title.to_owned(),
        described: described(points, all),
        width,
        height: ground + 26.0,
        shapes,
    }
}

fn described(points: &[BurnPoint], all: u32) -> String {
    let now = points.iter().rev().find(|point| point.done.is_some());
    match (now, points.last()) {
        (Some(now), Some(last)) => format!(
            "{} of {all} complete by {}, when {} were to be; {} are to be by {}",
            now.done.unwrap_or(0),
            now.name,
            now.planned,
            last.planned,
            last.name
        ),
        _ => format!("{all} in all, none of them planned or complete"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Look;

    fn point(name: &str, planned: u32, done: Option<u32>) -> BurnPoint {
        BurnPoint {
            name: name.to_owned(),
            short: name.to_owned(),
            planned,
            done,
        }
    }

    #[test]
    fn two_lines_of_which_one_ends_today() {
        let points = [
            point("May", 2, Some(1)),
            point("June", 5, Some(3)),
            point("July", 8, None),
        ];
        let chart = burn_up("b", "Burn-up", &points, 10, 640.0);
        let lengths: Vec<(Stroke, usize)> = chart
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Line { points, stroke } if *stroke != Stroke::Grid => {
                    Some((*stroke, points.len()))
                }
                _ => None,
            })
            .collect();
        assert!(lengths.contains(&(Stroke::Planned, 3)) && lengths.contains(&(Stroke::Actual, 2)));
        assert!(lengths.contains(&(Stroke::Now, 2)));
        assert_eq!(
            chart.described,
            "3 of 10 complete by June, when 5 were to be; 8 are to be by July"
        );
        let svg = chart.svg(Look::Page);
        assert!(svg.contains("Planned: 8") && svg.contains("Complete: 3"));
    }

    #[test]
    fn the_words_of_the_two_lines_never_lie_on_one_another() {
        for (planned, done) in [(0, 0), (0, 1), (10, 10), (9, 10), (5, 4)] {
            let points = [point("May", planned, Some(done))];
            let places: Vec<f64> = burn_up("b", "Burn-up", &points, 10, 320.0)
                .shapes
                .iter()
                .filter_map(|shape| match shape {
                    Shape::Words {
                        y, strong: true, ..
                    } => Some(*y),
                    _ => None,
                })
                .collect();
            let [one, other] = places[..] else {
                panic!("{places:?}")
            };
            assert!((one - other).abs() >= 18.0, "{planned} {done}: {places:?}");
            assert!(one > 8.0 && other > 8.0, "{planned} {done}: {places:?}");
        }
    }

    #[test]
    fn one_point_and_none_hold() {
        for points in [&[][..], &[point("May", 0, Some(0))][..]] {
            let svg = burn_up("b", "Burn-up", points, 0, 320.0).svg(Look::File);
            assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        }
    }
}
