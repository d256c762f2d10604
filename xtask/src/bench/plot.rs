//! The cost curve: what a look-up costs as lists grow, ours and the peer's, as a drawing in SVG with two logarithmic axes.

use std::fmt::Write as _;

use serde_json::Value;

use super::table::readable;

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 420.0;
/// Room for the axes: left, right, top, bottom.
const MARGINS: (f64, f64, f64, f64) = (90.0, 190.0, 40.0, 60.0);

/// A line of the drawing.
struct Curve {
    name: String,
    colour: &'static str,
    /// Entries, and microseconds a look-up.
    points: Vec<(f64, f64)>,
}

/// The drawing; nothing when no figure of look-ups in uniform lists is there.
pub(super) fn cost_curve(lines: &[Value]) -> Option<String> {
    let uniform = |line: &&Value| {
        line["bench"] == "near" && line["figure"].as_str().is_some_and(|figure| figure.starts_with("uniform"))
    };
    let points = |side: &str| -> Vec<(f64, f64)> {
        lines
            .iter()
            .filter(uniform)
            .filter_map(|line| {
                let n_entries = line["ours"]["facts"]["n_entries"].as_f64()?;
                Some((n_entries, 1e6 / line[side]["per_cpu_s"].as_f64()?))
            })
            .collect()
    };
    let peer = lines.iter().filter(uniform).find_map(|line| line["peer"]["program"].as_str());
    let curves = [
        Curve { name: "Sanad".into(), colour: "#0a6", points: points("ours") },
        Curve { name: peer.unwrap_or_default().to_owned(), colour: "#a33", points: points("peer") },
    ];
    let about = lines.iter().find(|line| uniform(line))?;
    let about = format!("{}, {}", about["machine"].as_str()?, about["date"].as_str()?);
    draw(&curves, &about)
}

fn draw(curves: &[Curve], about: &str) -> Option<String> {
    let all = || curves.iter().flat_map(|curve| &curve.points);
    let x_axis = Axis::over(all().map(|(n, _)| *n))?;
    let y_axis = Axis::over(all().map(|(_, cost)| *cost))?;
    let (left, right, top, bottom) = MARGINS;
    let x = |n: f64| left + x_axis.share(n) * (WIDTH - left - right);
    let y = |cost: f64| HEIGHT - bottom - y_axis.share(cost) * (HEIGHT - top - bottom);
    let mut svg = String::new();
    let font = "font-family=\"sans-serif\"";
    let mut put = |text: String| svg.push_str(&(text + "\n"));
    put(format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" {font} font-size=\"13\" role=\"img\">"
    ));
    put("<title>CPU time of a look-up within 31 bits, by the number of entries</title>".into());
    put(format!("<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#fff\"/>"));
    for n in x_axis.decades() {
        put(format!("<path d=\"M{:.1} {top} V{:.1}\" stroke=\"#ddd\"/>", x(n), HEIGHT - bottom));
        let label = format!("10<tspan dy=\"-5\" font-size=\"10\">{}</tspan>", n.log10().round());
        put(format!(
            "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{label}</text>",
            x(n),
            HEIGHT - bottom + 20.0
        ));
    }
    for cost in y_axis.decades() {
        put(format!("<path d=\"M{left} {:.1} H{:.1}\" stroke=\"#ddd\"/>", y(cost), WIDTH - right));
        let label = if cost >= 1_000.0 {
            format!("{} ms", readable(cost / 1_000.0))
        } else {
            format!("{} µs", readable(cost))
        };
        put(format!("<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>", left - 8.0, y(cost) + 4.0));
    }
    put(format!("<text x=\"{left}\" y=\"22\" font-weight=\"bold\">CPU time of a look-up within 31 bits</text>"));
    put(format!(
        "<text x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">entries</text>",
        (left + WIDTH - right) / 2.0,
        HEIGHT - 22.0
    ));
    put(format!("<text x=\"4\" y=\"{:.1}\" font-size=\"9\" fill=\"#777\">{}</text>", HEIGHT - 5.0, escaped(about)));
    for curve in curves.iter().filter(|curve| !curve.points.is_empty()) {
        let mut path = String::new();
        for (at, (n, cost)) in curve.points.iter().enumerate() {
            let letter = if at == 0 { 'M' } else { 'L' };
            let _ = write!(path, "{letter}{:.1} {:.1} ", x(*n), y(*cost));
            put(format!("<circle cx=\"{:.1}\" cy=\"{:.1}\" r=\"4\" fill=\"{}\"/>", x(*n), y(*cost), curve.colour));
        }
        put(format!("<path d=\"{}\" fill=\"none\" stroke=\"{}\" stroke-width=\"2\"/>", path.trim_end(), curve.colour));
        if let Some((n, cost)) = curve.points.last() {
            let (x, y) = (x(*n) + 10.0, y(*cost) + 4.0);
            put(format!("<text x=\"{x:.1}\" y=\"{y:.1}\" fill=\"{}\">{}</text>", curve.colour, escaped(&curve.name)));
        }
    }
    put("</svg>".into());
    Some(svg)
}

/// A logarithmic axis, from a power of ten to a power of ten.
struct Axis {
    from: i32,
    to: i32,
}

impl Axis {
    fn over(values: impl Iterator<Item = f64>) -> Option<Axis> {
        let logs: Vec<f64> = values.filter(|value| *value > 0.0).map(f64::log10).collect();
        let (min, max) = (logs.iter().copied().reduce(f64::min)?, logs.iter().copied().reduce(f64::max)?);
        let from = min.floor() as i32;
        Some(Axis { from, to: (max.ceil() as i32).max(from + 1) })
    }

    fn share(&self, value: f64) -> f64 {
        (value.log10() - f64::from(self.from)) / f64::from(self.to - self.from)
    }

    fn decades(&self) -> impl Iterator<Item = f64> {
        (self.from..=self.to).map(|power| 10f64.powi(power))
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_curve_goes_through_every_size() {
        let line = |n: f64, ours: f64, peer: Option<f64>| {
            json!({
                "bench": "near", "figure": format!("uniform, {n}"), "machine": "a <machine>", "date": "2026-11-22",
                "ours": { "per_cpu_s": ours, "facts": { "n_entries": n } },
                "peer": peer.map(|rate| json!({ "per_cpu_s": rate, "program": "FAISS" })),
            })
        };
        let svg = cost_curve(&[line(1e5, 4e5, Some(3e3)), line(1e6, 8e4, Some(4e2)), line(1e8, 4e3, None)]).unwrap();
        assert_eq!(svg.matches("<circle").count(), 5);
        assert!(svg.contains("FAISS") && svg.contains("a &lt;machine&gt;, 2026-11-22"));
        assert_eq!(svg.matches("<path d=\"M").count(), 4 + 5 + 2);
        assert!(!svg.contains("NaN"));
        assert!(cost_curve(&[json!({ "bench": "pdq" })]).is_none());
    }

    #[test]
    fn an_axis_begins_and_ends_at_powers_of_ten() {
        let axis = Axis::over([20.0, 3_000.0].into_iter()).unwrap();
        assert_eq!((axis.from, axis.to), (1, 4));
        assert_eq!((axis.share(10.0), axis.share(10_000.0)), (0.0, 1.0));
        assert_eq!(axis.decades().count(), 4);
    }
}
