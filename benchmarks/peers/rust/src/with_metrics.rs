// SPDX-License-Identifier: BSL-1.0

use metrics::{counter, histogram};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};

use crate::harness::{encoding, one_thread, two_threads, Row, BATCH, SHORT_BATCH};
use crate::work::{checked, items, latencies, OneBuffer, BOUNDS, METHODS, REQUESTS, SERIES};

pub fn rows() -> Vec<Row> {
    let handle = PrometheusBuilder::new()
        .set_buckets(&BOUNDS)
        .unwrap()
        .install_recorder()
        .unwrap();
    let mut rows = counters();
    rows.extend(histograms());
    rows.extend(families());
    rows.push(text());
    for row in &mut rows {
        // The recorder's house-keeping, which an exporter does every few seconds; not timed.
        let mut repeat = std::mem::replace(&mut row.repeat, Box::new(|| 0.0));
        let handle = handle.clone();
        row.repeat = Box::new(move || {
            handle.run_upkeep();
            repeat()
        });
    }
    HANDLE.set(handle).unwrap_or_else(|_| unreachable!());
    rows
}

static HANDLE: std::sync::OnceLock<PrometheusHandle> = std::sync::OnceLock::new();

/// The sum of all lines that begin so: the handles themselves cannot be asked.
fn total(line: &str) -> u64 {
    HANDLE
        .get()
        .unwrap()
        .render()
        .lines()
        .filter(|each| each.starts_with(line))
        .map(|each| each.rsplit(' ').next().unwrap().parse::<u64>().unwrap())
        .sum()
}

fn counters() -> Vec<Row> {
    let (first, second) = (counter!("one_total"), counter!("one_total"));
    vec![
        Row::new("metrics counter/one", move || {
            let batch = || (0..BATCH).for_each(|_| first.increment(1));
            one_thread(BATCH, batch, || total("one_total "))
        }),
        Row::new("metrics counter/two_threads", move || {
            let batch = || (0..SHORT_BATCH).for_each(|_| second.increment(1));
            two_threads(SHORT_BATCH, batch, || total("one_total "))
        }),
    ]
}

fn histograms() -> Vec<Row> {
    let (first, second, third) = (
        histogram!("latency_seconds"),
        histogram!("latency_seconds"),
        histogram!("latency_seconds"),
    );
    let values = latencies();
    let few = &values[..SHORT_BATCH];
    vec![
        Row::new("metrics histogram/one", move || {
            let batch = || values.iter().for_each(|value| first.record(*value));
            one_thread(BATCH, batch, || total("latency_seconds_count "))
        }),
        Row::new("metrics histogram/two_threads", move || {
            let batch = || few.iter().for_each(|value| second.record(*value));
            two_threads(SHORT_BATCH, batch, || total("latency_seconds_count "))
        }),
        // record() only puts the value into a queue; here with what finds its bucket.
        Row::new("metrics histogram/drained", move || {
            let batch = || {
                values.iter().for_each(|value| third.record(*value));
                HANDLE.get().unwrap().run_upkeep();
            };
            one_thread(BATCH, batch, || total("latency_seconds_count "))
        }),
    ]
}

fn families() -> Vec<Row> {
    vec![
        Row::new("metrics family/literal", || {
            let batch = || {
                for _ in 0..SHORT_BATCH {
                    counter!("responses_total", "method" => "GET", "code" => "200").increment(1);
                }
            };
            one_thread(SHORT_BATCH, batch, || total("responses_total{"))
        }),
        Row::new("metrics family/buffer", || {
            let batch = || {
                let mut buffer = OneBuffer::new();
                for i in 0..SHORT_BATCH {
                    let (method, code) = buffer.fill(REQUESTS[i % REQUESTS.len()]);
                    counter!(
                        "responses_total",
                        "method" => method.to_owned(),
                        "code" => code.to_owned()
                    )
                    .increment(1);
                }
            };
            one_thread(SHORT_BATCH, batch, || total("responses_total{"))
        }),
    ]
}

fn text() -> Row {
    let recorder = PrometheusBuilder::new().build_recorder();
    metrics::with_local_recorder(&recorder, || {
        for (method, path, value) in items() {
            counter!("items_total", "method" => METHODS[method], "path" => path).increment(value);
        }
    });
    let handle = recorder.handle();
    let length = checked(&handle.render());
    Row::new("metrics text", move || {
        encoding(SERIES, || handle.render().len(), length)
    })
}
