// SPDX-License-Identifier: BSL-1.0

use std::hint::black_box;
use std::sync::Arc;

use ahash::RandomState;
use lasso::{Rodeo, RodeoReader, Spur};
use measured::label::StaticLabelSet;
use measured::metric::histogram::Thresholds;
use measured::metric::name::MetricName;
use measured::metric::MetricFamilyEncoding;
use measured::text::TextEncoder;
use measured::{Counter, CounterVec, FixedCardinalityLabel, Histogram, LabelGroup};
use paracord::ParaCord;

use crate::harness::{encoding, one_thread, two_threads, Row, BATCH, SHORT_BATCH};
use crate::work::{checked, items, latencies, OneBuffer, BOUNDS, METHODS, REQUESTS, SERIES};

pub fn rows() -> Vec<Row> {
    let mut rows = counter();
    rows.extend(histogram());
    rows.extend(strings());
    rows.push(enums());
    rows.push(text_of_known_paths());
    rows.push(text_of_any_paths());
    rows
}

fn counter() -> Vec<Row> {
    let metric = Arc::new(Counter::new());
    let second = metric.clone();
    let total = |of: &Counter| of.get_metric().count.load(std::sync::atomic::Ordering::Relaxed);
    vec![
        Row::new("measured counter/one", move || {
            let batch = || (0..BATCH).for_each(|_| metric.inc());
            one_thread(BATCH, batch, || total(&metric))
        }),
        Row::new("measured counter/two_threads", move || {
            let batch = || (0..SHORT_BATCH).for_each(|_| second.inc());
            two_threads(SHORT_BATCH, batch, || total(&second))
        }),
    ]
}

/// A metric's text, for what the library has no other way to read.
fn written(of: &impl MetricFamilyEncoding<TextEncoder<Vec<u8>>>) -> String {
    let mut encoder = TextEncoder::new(Vec::new());
    of.collect_family_into(MetricName::from_str("metric"), &mut encoder)
        .unwrap();
    String::from_utf8(encoder.writer).unwrap()
}

fn last_number(text: &str) -> u64 {
    text.trim_end().rsplit(' ').next().unwrap().parse().unwrap()
}

fn histogram() -> Vec<Row> {
    let metric = Arc::new(Histogram::with_metadata(Thresholds::with_buckets(BOUNDS)));
    let second = metric.clone();
    let values = latencies();
    let few = &values[..SHORT_BATCH];
    vec![
        Row::new("measured histogram/one", move || {
            let batch = || values.iter().for_each(|value| metric.observe(*value));
            one_thread(BATCH, batch, || last_number(&written(&*metric)))
        }),
        Row::new("measured histogram/two_threads", move || {
            let batch = || few.iter().for_each(|value| second.observe(*value));
            two_threads(SHORT_BATCH, batch, || last_number(&written(&*second)))
        }),
    ]
}

type Known = RodeoReader<Spur, RandomState>;

fn known<'a>(values: impl IntoIterator<Item = &'a str>) -> Known {
    let mut all = Rodeo::<Spur, RandomState>::with_hasher(RandomState::new());
    for value in values {
        all.get_or_intern(value);
    }
    all.into_reader()
}

/// Its fastest for strings: all values known when the program begins.
#[derive(Clone, Copy, LabelGroup)]
#[label(set = ResponseSet)]
struct Response<'a> {
    #[label(fixed_with = Known)]
    method: &'a str,
    #[label(fixed_with = Known)]
    code: &'a str,
}

fn strings() -> Vec<Row> {
    let metric = Arc::new(CounterVec::dense_with_label_set(ResponseSet {
        method: known(REQUESTS.map(|(method, _)| method)),
        code: known(REQUESTS.map(|(_, code)| code)),
    }));
    let second = metric.clone();
    let total = |of: &CounterVec<ResponseSet>| {
        written(of)
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(last_number)
            .sum()
    };
    vec![
        Row::new("measured family/literal", move || {
            let batch = || {
                for _ in 0..SHORT_BATCH {
                    metric.inc(Response {
                        method: "GET",
                        code: "200",
                    });
                }
            };
            one_thread(SHORT_BATCH, batch, || total(&metric))
        }),
        Row::new("measured family/buffer", move || {
            let batch = || {
                let mut buffer = OneBuffer::new();
                for i in 0..SHORT_BATCH {
                    let (method, code) = buffer.fill(REQUESTS[i % REQUESTS.len()]);
                    second.inc(Response { method, code });
                }
            };
            one_thread(SHORT_BATCH, batch, || total(&second))
        }),
    ]
}

#[derive(Clone, Copy, FixedCardinalityLabel)]
#[label(singleton = "verb", rename_all = "snake_case")]
enum Verb {
    Get,
    Head,
    Post,
    Put,
}

fn enums() -> Row {
    let metric = CounterVec::<StaticLabelSet<Verb>>::dense();
    Row::new("measured family/enum", move || {
        let verbs = [Verb::Get, Verb::Head, Verb::Post, Verb::Put];
        let which = black_box(verbs)[1];
        let batch = || (0..BATCH).for_each(|_| metric.inc(which));
        one_thread(BATCH, batch, || {
            written(&metric)
                .lines()
                .filter(|line| !line.starts_with('#'))
                .map(last_number)
                .sum()
        })
    })
}

#[derive(Clone, Copy, FixedCardinalityLabel)]
#[label(rename_all = "SHOUTY_SNAKE_CASE")]
enum Method {
    Get,
    Head,
    Post,
    Put,
}

const METHOD: [Method; METHODS.len()] = [Method::Get, Method::Head, Method::Post, Method::Put];

#[derive(Clone, Copy, LabelGroup)]
#[label(set = KnownItems)]
struct KnownItem<'a> {
    method: Method,
    #[label(fixed_with = Known)]
    path: &'a str,
}

#[derive(Clone, Copy, LabelGroup)]
#[label(set = AnyItems)]
struct AnyItem<'a> {
    method: Method,
    #[label(dynamic_with = ParaCord)]
    path: &'a str,
}

fn text(name: &str, family: impl MetricFamilyEncoding<TextEncoder<Vec<u8>>> + 'static) -> Row {
    let length = checked(&written(&family)) + "items_total".len() * SERIES
        + "items_total".len()
        - "metric".len() * (SERIES + 1);
    let mut encoder = TextEncoder::new(Vec::new());
    Row::new(name, move || {
        encoding(
            SERIES,
            || {
                encoder.writer.clear();
                family
                    .collect_family_into(MetricName::from_str("items_total"), &mut encoder)
                    .unwrap();
                encoder.flush().unwrap();
                encoder.writer.len()
            },
            length,
        )
    })
}

fn text_of_known_paths() -> Row {
    let all: Vec<_> = items().collect();
    let family = CounterVec::dense_with_label_set(KnownItems {
        method: StaticLabelSet::new(),
        path: known(all.iter().map(|(_, path, _)| path.as_str())),
    });
    for (method, path, value) in &all {
        let (method, path) = (METHOD[*method], path.as_str());
        family.inc_by(KnownItem { method, path }, *value);
    }
    text("measured text/known", family)
}

fn text_of_any_paths() -> Row {
    let family = CounterVec::with_label_set(AnyItems {
        method: StaticLabelSet::new(),
        path: ParaCord::default(),
    });
    for (method, path, value) in items() {
        let (method, path) = (METHOD[method], path.as_str());
        family.inc_by(AnyItem { method, path }, value);
    }
    text("measured text", family)
}
