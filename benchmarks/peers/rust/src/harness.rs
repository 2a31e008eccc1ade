// SPDX-License-Identifier: BSL-1.0

//! How a repetition is timed; the same as in benchmarks/support.hpp and two_threads.hpp.

use std::sync::Barrier;
use std::time::{Duration, Instant};

/// Records in one call of a loop: enough that what is around it does not count.
pub const BATCH: usize = 4096;
/// For what takes long.
pub const SHORT_BATCH: usize = 256;

/// A line of the report: one call makes one repetition and gives nanoseconds per record.
pub struct Row {
    pub name: String,
    pub repeat: Box<dyn FnMut() -> f64>,
}

impl Row {
    pub fn new(name: &str, repeat: impl FnMut() -> f64 + 'static) -> Row {
        Row {
            name: name.to_owned(),
            repeat: Box::new(repeat),
        }
    }
}

fn seconds_of(clock: libc::clockid_t) -> f64 {
    let mut time = libc::timespec {
        tv_sec: 0,
        tv_nsec: 0,
    };
    unsafe { libc::clock_gettime(clock, &mut time) };
    time.tv_sec as f64 + 1e-9 * time.tv_nsec as f64
}

/// A loop that did not do its work must not win.
fn verify(got: u64, expected: u64) {
    assert_eq!(got, expected, "what was counted is not what was recorded");
}

/// Nanoseconds of this thread's processor time per record of `batch`, which makes `records`.
#[inline(always)]
pub fn one_thread(records: usize, batch: impl Fn(), counted_so_far: impl Fn() -> u64) -> f64 {
    const LONG_ENOUGH: f64 = 0.02;
    let before = counted_so_far();
    let start = seconds_of(libc::CLOCK_THREAD_CPUTIME_ID);
    let mut made = 0;
    let seconds = loop {
        for _ in 0..16 {
            batch();
        }
        made += 16 * records;
        let seconds = seconds_of(libc::CLOCK_THREAD_CPUTIME_ID) - start;
        if seconds > LONG_ENOUGH {
            break seconds;
        }
    };
    verify(counted_so_far() - before, made as u64);
    seconds * 1e9 / made as f64
}

/// Nanoseconds of the process's processor time for each of `series` of a text; `encode` gives the
/// text's length.
pub fn encoding(series: usize, mut encode: impl FnMut() -> usize, length: usize) -> f64 {
    let start = seconds_of(libc::CLOCK_PROCESS_CPUTIME_ID);
    let written = encode();
    let seconds = seconds_of(libc::CLOCK_PROCESS_CPUTIME_ID) - start;
    verify(written as u64, length as u64);
    seconds * 1e9 / series as f64
}

fn pin(core: usize) {
    unsafe {
        let mut cores: libc::cpu_set_t = std::mem::zeroed();
        libc::CPU_SET(core, &mut cores);
        libc::sched_setaffinity(0, size_of_val(&cores), &cores);
    }
}

#[derive(Clone, Copy)]
struct Stretch {
    begin: Instant,
    end: Instant,
}

impl Stretch {
    fn length(&self) -> Duration {
        self.end - self.begin
    }
    /// A batch takes some microseconds. One that took this long was interrupted.
    fn was_interrupted(&self) -> bool {
        self.length() > Duration::from_millis(1)
    }
}

/// How long those batches of `own` took that were neither interrupted nor alone.
fn keep_accompanied(own: &[Stretch], other: &[Stretch], kept: &mut Vec<f64>) {
    let mut beside = 0;
    for one in own {
        while beside < other.len() && other[beside].end < one.begin {
            beside += 1;
        }
        if beside == other.len() || other[other.len() - 1].end < one.end {
            return;
        }
        let accompanied = other[beside].begin <= one.begin
            && !one.was_interrupted()
            && other[beside..]
                .iter()
                .take_while(|each| each.begin < one.end)
                .all(|each| !each.was_interrupted());
        if accompanied {
            kept.push(one.length().as_secs_f64());
        }
    }
}

/// Runs `batch`, which makes `records`, on two cores. The wall's nanoseconds for a record of either,
/// while both had a core.
#[inline(always)]
pub fn two_threads(
    records: usize,
    batch: impl Fn() + Sync,
    counted_so_far: impl Fn() -> u64,
) -> f64 {
    const TURN: Duration = Duration::from_millis(20);
    const ENOUGH: usize = 200;
    const MOST_TURNS: usize = 100;
    let mut kept = Vec::new();
    for _ in 0..MOST_TURNS {
        let before = counted_so_far();
        let both_are_here = Barrier::new(2);
        let work = |core| {
            pin(core);
            let mut own = Vec::with_capacity(1 << 14);
            both_are_here.wait();
            let mut begin = Instant::now();
            let stop = begin + TURN;
            while begin < stop && own.len() < own.capacity() {
                batch();
                let end = Instant::now();
                own.push(Stretch { begin, end });
                begin = end;
            }
            own
        };
        let (first, second) = std::thread::scope(|scope| {
            let first = scope.spawn(|| work(0));
            let second = scope.spawn(|| work(1));
            (first.join().unwrap(), second.join().unwrap())
        });
        let made = (first.len() + second.len()) * records;
        verify(counted_so_far() - before, made as u64);
        keep_accompanied(&first, &second, &mut kept);
        keep_accompanied(&second, &first, &mut kept);
        if kept.len() >= ENOUGH {
            kept.sort_by(f64::total_cmp);
            return kept[kept.len() / 2] * 1e9 / records as f64 / 2.0;
        }
    }
    panic!("the cores were never free for two threads at once");
}
