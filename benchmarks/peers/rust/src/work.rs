// SPDX-License-Identifier: BSL-1.0

//! What is recorded and encoded; the same as in benchmarks/record.cpp and scrape.cpp.

use std::hint::black_box;

use crate::harness::BATCH;

pub const BOUNDS: [f64; 11] = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0,
];

/// Log-uniform, so that every bucket is as likely as the next and no branch can be foretold.
pub fn latencies() -> &'static [f64] {
    let mut state = 1u64;
    let mut random = move || {
        state = state.wrapping_add(0x9e3779b97f4a7c15);
        let mut z = state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58476d1ce4e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d049bb133111eb);
        (z ^ (z >> 31)) as f64 / 2f64.powi(64)
    };
    let (low, high) = (0.002f64.ln(), 20f64.ln());
    let made: Vec<f64> = (0..BATCH)
        .map(|_| (low + (high - low) * random()).exp())
        .collect();
    made.leak()
}

pub const REQUESTS: [(&str, &str); 8] = [
    ("GET", "200"),
    ("POST", "201"),
    ("GET", "404"),
    ("PUT", "204"),
    ("DELETE", "204"),
    ("HEAD", "200"),
    ("GET", "500"),
    ("OPTIONS", "405"),
];

/// One buffer that each request's values are copied into, as a parser does it.
pub struct OneBuffer([u8; 32]);

impl OneBuffer {
    pub fn new() -> OneBuffer {
        OneBuffer([0; 32])
    }

    #[inline(always)]
    pub fn fill(&mut self, (method, code): (&str, &str)) -> (&str, &str) {
        self.0[..method.len()].copy_from_slice(method.as_bytes());
        self.0[16..16 + code.len()].copy_from_slice(code.as_bytes());
        let bytes = black_box(&self.0);
        // What was copied is text.
        unsafe {
            (
                std::str::from_utf8_unchecked(&bytes[..method.len()]),
                std::str::from_utf8_unchecked(&bytes[16..16 + code.len()]),
            )
        }
    }
}

pub const SERIES: usize = 100_000;
pub const METHODS: [&str; 4] = ["GET", "HEAD", "POST", "PUT"];

/// Method, path and value of each series that is encoded.
pub fn items() -> impl Iterator<Item = (usize, String, u64)> {
    (0..SERIES).map(|i| {
        (
            i % METHODS.len(),
            format!("/item/{}", i / 4),
            i as u64 * 7 % 100_003,
        )
    })
}

/// Fails unless `text` has the values of all items; gives its length.
pub fn checked(text: &str) -> usize {
    let sum: u64 = text
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.rsplit(' ').next().unwrap().parse::<f64>().unwrap() as u64)
        .sum();
    assert_eq!(sum, items().map(|(_, _, value)| value).sum::<u64>());
    text.len()
}
