use crate::draw::{Chart, Ink, MARK, Shape, Stroke};

/// How something stood at one time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// How it is marked.
    pub ink: Ink,
    /// How well it stood, from 0, the worst, to 3; nothing where it is not known.
    pub height: Option<u8>,
}

const STEP: f64 = 20.0;
const HEIGHT: f64 = 34.0;

/// A small line of marks, first to last: better is higher, and what is not known lies on the ground
/// and is joined to nothing.
pub fn sparkline(id: &str, title: &str, described: &str, levels: &[Level]) -> Chart {
    let y = |height: u8| HEIGHT - MARK * 1.6 - f64::from(height.min(3)) * 6.5;
    let places: Vec<(f64, f64, &Level)> = levels
        .iter()
        .enumerate()
        .map(|(place, level)| {
            let x = STEP * (place as f64 + 0.5);
            (x, y(level.height.unwrap_or(0)), level)
        })
        .collect();
    let mut shapes = Vec::new();
    for pair in places.windows(2) {
        if let [(x1, y1, a), (x2, y2, b)] = pair
            && a.height.is_some()
            && b.height.is_some()
        {
            shapes.push(Shape::Line {
                points: vec![(*x1, *y1), (*x2, *y2)],
                stroke: Stroke::Axis,
            });
        }
    }
    shapes.extend(places.iter().map(|(x, y, level)| Shape::Mark {
        x: *x,
        y: *y,
        ink: level.ink,
    }));
    Chart {
        id: id.to_owned(),
        title: title.to_owned(),
        described: described.to_owned(),
        width: STEP * levels.len().max(1) as f64,
        height: HEIGHT,
        shapes,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn better_is_higher_and_silence_breaks_the_line() {
        let level = |ink, height| Level { ink, height };
        let levels = [
            level(Ink::Bad, Some(0)),
            level(Ink::Good, Some(2)),
            level(Ink::Unknown, None),
            level(Ink::Done, Some(3)),
        ];
        let chart = sparkline(
            "s",
            "3.1",
            "off track, on track, not reported, complete",
            &levels,
        );
        let marks: Vec<f64> = chart
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Mark { y, .. } => Some(*y),
                _ => None,
            })
            .collect();
        assert_eq!(marks.len(), 4);
        assert!(marks[1] < marks[0] && marks[3] < marks[1] && marks[2] == marks[0]);
        assert!(marks.iter().all(|y| *y > MARK && *y < HEIGHT - MARK));
        let lines = chart.shapes.len() - marks.len();
        assert_eq!(lines, 1, "only the first two are joined");
    }
}
