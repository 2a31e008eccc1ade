// SPDX-License-Identifier: BSL-1.0

use std::hint::black_box;

use prometheus::core::Collector;
use prometheus::{
    Encoder, Histogram, HistogramOpts, IntCounter, IntCounterVec, Opts, Registry, TextEncoder,
};

use crate::harness::{encoding, one_thread, two_threads, Row, BATCH, SHORT_BATCH};
use crate::work::{checked, items, latencies, OneBuffer, BOUNDS, METHODS, REQUESTS, SERIES};

pub fn rows() -> Vec<Row> {
    let registry = Registry::new();
    let mut rows = counter(&registry);
    rows.extend(histogram(&registry));
    rows.extend(family(&registry));
    rows.push(text());
    rows
}

fn register<T: Collector + Clone + 'static>(registry: &Registry, made: T) -> T {
    registry.register(Box::new(made.clone())).unwrap();
    made
}

fn counter(registry: &Registry) -> Vec<Row> {
    let metric = register(registry, IntCounter::new("one_total", "One.").unwrap());
    let second = metric.clone();
    let third = metric.clone();
    vec![
        Row::new("prometheus counter/one", move || {
            let batch = || (0..BATCH).for_each(|_| metric.inc());
            one_thread(BATCH, batch, || metric.get())
        }),
        Row::new("prometheus counter/two_threads", move || {
            let batch = || (0..SHORT_BATCH).for_each(|_| second.inc());
            two_threads(SHORT_BATCH, batch, || second.get())
        }),
        // Not the same work: no scrape sees what has not been flushed.
        Row::new("prometheus counter/local", move || {
            let local = third.local();
            let batch = || {
                (0..BATCH).for_each(|_| black_box(&local).inc());
                local.flush();
            };
            one_thread(BATCH, batch, || third.get())
        }),
    ]
}

fn histogram(registry: &Registry) -> Vec<Row> {
    let options = HistogramOpts::new("latency_seconds", "Eleven bounds.").buckets(BOUNDS.to_vec());
    let metric = register(registry, Histogram::with_opts(options).unwrap());
    let second = metric.clone();
    let values = latencies();
    let few = &values[..SHORT_BATCH];
    vec![
        Row::new("prometheus histogram/one", move || {
            let batch = || values.iter().for_each(|value| metric.observe(*value));
            one_thread(BATCH, batch, || metric.get_sample_count())
        }),
        Row::new("prometheus histogram/two_threads", move || {
            let batch = || few.iter().for_each(|value| second.observe(*value));
            two_threads(SHORT_BATCH, batch, || second.get_sample_count())
        }),
    ]
}

fn family(registry: &Registry) -> Vec<Row> {
    let options = Opts::new("responses_total", "By method and code.");
    let metric = register(
        registry,
        IntCounterVec::new(options, &["method", "code"]).unwrap(),
    );
    let second = metric.clone();
    let total = |of: &IntCounterVec| {
        REQUESTS
            .iter()
            .map(|(method, code)| of.with_label_values(&[method, code]).get())
            .sum()
    };
    vec![
        Row::new("prometheus family/literal", move || {
            let batch = || {
                (0..SHORT_BATCH).for_each(|_| metric.with_label_values(&["GET", "200"]).inc());
            };
            one_thread(SHORT_BATCH, batch, || total(&metric))
        }),
        Row::new("prometheus family/buffer", move || {
            let batch = || {
                let mut buffer = OneBuffer::new();
                for i in 0..SHORT_BATCH {
                    let (method, code) = buffer.fill(REQUESTS[i % REQUESTS.len()]);
                    second.with_label_values(&[method, code]).inc();
                }
            };
            one_thread(SHORT_BATCH, batch, || total(&second))
        }),
    ]
}

fn text() -> Row {
    let registry = Registry::new();
    let options = Opts::new("items_total", "Many.");
    let family = register(
        &registry,
        IntCounterVec::new(options, &["method", "path"]).unwrap(),
    );
    for (method, path, value) in items() {
        family
            .with_label_values(&[METHODS[method], &path])
            .inc_by(value);
    }
    let mut buffer = Vec::new();
    let mut encode = move || {
        buffer.clear();
        TextEncoder::new()
            .encode(&registry.gather(), &mut buffer)
            .unwrap();
        buffer.len()
    };
    let length = encode();
    let whole = {
        let again = Registry::new();
        again.register(Box::new(family)).unwrap();
        TextEncoder::new()
            .encode_to_string(&again.gather())
            .unwrap()
    };
    assert_eq!(checked(&whole), length);
    Row::new("prometheus text", move || {
        encoding(SERIES, &mut encode, length)
    })
}
