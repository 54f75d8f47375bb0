use crate::{
    Part,
    bars::{Bar, legend},
    draw::{Anchor, Chart, Shape, Stroke, wide},
    scale::Scale,
};

/// What stands over one step of time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// The step in full: "June 2026".
    pub name: String,
    /// The step in short: "Jun 26".
    pub short: String,
    /// Its parts, from the ground up.
    pub parts: Vec<Part>,
}

const HEIGHT: f64 = 170.0;

/// Columns beside one another, each of parts, with the whole above it.
pub fn columns(id: &str, title: &str, steps: &[Column], width: f64) -> Chart {
    let rows: Vec<Bar> = steps
        .iter()
        .map(|step| Bar {
            name: step.name.clone(),
            parts: step.parts.clone(),
        })
        .collect();
    let total = |step: &Column| step.parts.iter().map(|part| part.count).sum::<u32>();
    let mut shapes = Vec::new();
    let top = legend(&mut shapes, &rows, width) + 16.0;
    let ground = top + HEIGHT;
    let scale = Scale::new(steps.iter().map(total).max().unwrap_or(0), ground, top);
    let left = grid(&mut shapes, scale, width);
    let each = (width - left) / steps.len().max(1) as f64;
    let every = every(steps.iter().map(|step| step.short.as_str()), each);
    for (place, step) in steps.iter().enumerate() {
        let x = left + each * place as f64;
        let thick = (each * 0.7).min(48.0);
        let mut low = 0;
        for part in step.parts.iter().filter(|part| part.count > 0) {
            let (bottom, up) = (scale.at(low), scale.at(low + part.count));
            shapes.push(Shape::Rect {
                x: x + (each - thick) / 2.0,
                y: up,
                width: thick,
                height: (bottom - up - 1.0).max(0.5),
                ink: part.ink,
            });
            low += part.count;
        }
        if low > 0 && wide(&low.to_string()) <= each {
            shapes.push(Shape::Words {
                x: x + each / 2.0,
                y: scale.at(low) - 5.0,
                anchor: Anchor::Middle,
                strong: true,
                text: low.to_string(),
            });
        }
        if place % every == 0 {
            shapes.push(step_name(x + each / 2.0, ground, &step.short, width));
        }
    }
    let described: Vec<String> = rows
        .iter()
        .filter(|row| row.parts.iter().any(|part| part.count > 0))
        .map(|row| {
            let parts: Vec<String> = row
                .parts
                .iter()
                .filter(|part| part.count > 0)
                .map(|part| format!("{} {}", part.count, part.word.to_lowercase()))
                .collect();
            format!("{}: {}", row.name, parts.join(", "))
        })
        .collect();
    Chart {
        id: id.to_owned(),
        title: title.to_owned(),
        described: described.join("; "),
        width,
        height: ground + 26.0,
        shapes,
    }
}

/// The lines of a scale with their numbers. Gives where the chart begins beside them.
pub(crate) fn grid(shapes: &mut Vec<Shape>, scale: Scale, width: f64) -> f64 {
    let left = wide(&scale.most.to_string()) + 10.0;
    for tick in scale.ticks() {
        let y = scale.at(tick);
        shapes.push(Shape::Line {
            points: vec![(left, y), (width, y)],
            stroke: if tick == 0 {
                Stroke::Axis
            } else {
                Stroke::Grid
            },
        });
        shapes.push(Shape::Words {
            x: left - 6.0,
            y: y + 4.0,
            anchor: Anchor::End,
            strong: false,
            text: tick.to_string(),
        });
    }
    left
}

/// Which steps can be named without their names touching: every one, every second and so on.
pub(crate) fn every<'n>(names: impl Iterator<Item = &'n str>, each: f64) -> usize {
    let widest = names.map(wide).fold(0.0, f64::max) + 8.0;
    let steps = (widest / each.max(1.0)).ceil().max(1.0);
    // A small number by its making: a name is not wider than some hundreds.
    steps.min(1000.0) as usize
}

/// The name of a step below the ground, kept within the picture.
pub(crate) fn step_name(x: f64, ground: f64, name: &str, width: f64) -> Shape {
    let half = wide(name) / 2.0;
    Shape::Words {
        x: x.max(half).min(width - half),
        y: ground + 18.0,
        anchor: Anchor::Middle,
        strong: false,
        text: name.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Ink;

    fn step(number: u32) -> Column {
        Column {
            name: format!("Month {number}"),
            short: format!("M{number}"),
            parts: vec![
                Part {
                    ink: Ink::Done,
                    word: "Done",
                    count: number,
                },
                Part {
                    ink: Ink::Bad,
                    word: "Late",
                    count: 1,
                },
            ],
        }
    }

    #[test]
    fn parts_stand_on_one_another_from_the_ground_up() {
        let chart = columns("c", "Milestones", &[step(3)], 300.0);
        let rects: Vec<(f64, f64)> = chart
            .shapes
            .iter()
            .filter_map(|shape| match shape {
                Shape::Rect { y, height, x, .. } if *x > 20.0 && *height != 12.0 => {
                    Some((*y, *height))
                }
                _ => None,
            })
            .collect();
        let [(done_y, done), (late_y, late)] = rects[..] else {
            panic!("{rects:?}")
        };
        assert!((done - 3.0 * late).abs() < 3.0);
        assert!((late_y + late + 1.0 - done_y).abs() < 0.2);
        assert_eq!(chart.described, "Month 3: 3 done, 1 late");
    }

    #[test]
    fn names_never_touch_and_stay_within_the_picture() {
        let steps: Vec<Column> = (1..=24).map(step).collect();
        for width in [320.0, 720.0] {
            let chart = columns("c", "Milestones", &steps, width);
            let mut end = f64::NEG_INFINITY;
            for shape in &chart.shapes {
                if let Shape::Words { x, text, .. } = shape
                    && text.starts_with('M')
                {
                    let half = wide(text) / 2.0;
                    assert!(x - half >= end && x - half >= -0.1 && x + half <= width + 0.1);
                    end = x + half;
                }
            }
            assert!(end > 0.0);
        }
    }
}
