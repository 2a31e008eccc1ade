// SPDX-License-Identifier: BSL-1.0

//! What tacho's benchmarks measure, done with Rust's libraries for metrics. Prints a repetition's
//! nanoseconds per record of every row, as JSON.
//!
//!     tacho-peers [REPETITIONS]

mod harness;
mod with_measured;
mod with_metrics;
mod with_prometheus;
mod work;

fn main() {
    let repetitions: usize = std::env::args()
        .nth(1)
        .map_or(5, |text| text.parse().expect("a number of repetitions"));
    let mut rows = with_prometheus::rows();
    rows.extend(with_metrics::rows());
    rows.extend(with_measured::rows());
    for row in &mut rows {
        (row.repeat)(); // warms up
    }
    let mut results = vec![Vec::new(); rows.len()];
    for _ in 0..repetitions {
        for (row, results) in rows.iter_mut().zip(&mut results) {
            results.push((row.repeat)());
        }
    }
    let lines: Vec<String> = rows
        .iter()
        .zip(&results)
        .map(|(row, results)| format!("{:?}: {results:?}", row.name))
        .collect();
    println!("{{\n{}\n}}", lines.join(",\n"));
}
