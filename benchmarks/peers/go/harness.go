// SPDX-License-Identifier: BSL-1.0

package main

import (
	"fmt"
	"os"
	"runtime"
	"sort"
	"sync"
	"time"

	"golang.org/x/sys/unix"
)

// How a repetition is timed; the same as in benchmarks/support.hpp and two_threads.hpp.

const (
	// Records in one call of a loop: enough that what is around it does not count.
	batch = 4096
	// For what takes long.
	shortBatch = 256
)

// A line of the report: one call makes one repetition and gives nanoseconds per record.
type row struct {
	name   string
	repeat func() float64
}

func fail(why string) {
	fmt.Fprintln(os.Stderr, why)
	os.Exit(1)
}

func nanosecondsOf(clock int32) float64 {
	var now unix.Timespec
	if unix.ClockGettime(clock, &now) != nil {
		fail("no such clock")
	}
	return float64(now.Nano())
}

// A loop that did not do its work must not win.
func verify(got, expected uint64) {
	if got != expected {
		fail(fmt.Sprintf("counted %d of %d", got, expected))
	}
}

// Nanoseconds of this thread's processor time per record of work, which makes as many records.
func oneThread(records int, work func(), countedSoFar func() uint64) float64 {
	const longEnough = 20e6
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before := countedSoFar()
	start := nanosecondsOf(unix.CLOCK_THREAD_CPUTIME_ID)
	made := 0
	for {
		for i := 0; i < 16; i++ {
			work()
		}
		made += 16 * records
		if taken := nanosecondsOf(unix.CLOCK_THREAD_CPUTIME_ID) - start; taken > longEnough {
			verify(countedSoFar()-before, uint64(made))
			return taken / float64(made)
		}
	}
}

// Nanoseconds of the process's processor time, the garbage collector's included, for each of the
// series of a text.
func encoding(series int, encode func() int, length int) float64 {
	start := nanosecondsOf(unix.CLOCK_PROCESS_CPUTIME_ID)
	written := encode()
	taken := nanosecondsOf(unix.CLOCK_PROCESS_CPUTIME_ID) - start
	verify(uint64(written), uint64(length))
	return taken / float64(series)
}

type stretch struct{ begin, end time.Time }

// A batch takes some microseconds. One that took a millisecond was interrupted.
func (s stretch) wasInterrupted() bool { return s.end.Sub(s.begin) > time.Millisecond }

// How long those batches of own took that were neither interrupted nor alone.
func keepAccompanied(own, other []stretch, kept []float64) []float64 {
	beside := 0
	for _, one := range own {
		for beside < len(other) && other[beside].end.Before(one.begin) {
			beside++
		}
		if beside == len(other) || other[len(other)-1].end.Before(one.end) {
			return kept
		}
		accompanied := !other[beside].begin.After(one.begin) && !one.wasInterrupted()
		for i := beside; accompanied && i < len(other) && other[i].begin.Before(one.end); i++ {
			accompanied = !other[i].wasInterrupted()
		}
		if accompanied {
			kept = append(kept, float64(one.end.Sub(one.begin)))
		}
	}
	return kept
}

// Runs work, which makes as many records, on two cores. The wall's nanoseconds for a record of
// either, while both had a core.
func twoThreads(records int, work func(), countedSoFar func() uint64) float64 {
	const (
		turn      = 20 * time.Millisecond
		enough    = 200
		mostTurns = 100
	)
	var kept []float64
	for i := 0; i < mostTurns; i++ {
		before := countedSoFar()
		var batches [2][]stretch
		var here, done sync.WaitGroup
		here.Add(2)
		done.Add(2)
		for core := range batches {
			go func() {
				defer done.Done()
				// Never unlocked: the thread, which is pinned, ends with this function.
				runtime.LockOSThread()
				var set unix.CPUSet
				set.Set(core)
				unix.SchedSetaffinity(0, &set)
				own := make([]stretch, 0, 1<<14)
				here.Done()
				here.Wait()
				begin := time.Now()
				for stop := begin.Add(turn); begin.Before(stop) && len(own) < cap(own); {
					work()
					end := time.Now()
					own = append(own, stretch{begin, end})
					begin = end
				}
				batches[core] = own
			}()
		}
		done.Wait()
		verify(countedSoFar()-before, uint64((len(batches[0])+len(batches[1]))*records))
		kept = keepAccompanied(batches[0], batches[1], kept)
		kept = keepAccompanied(batches[1], batches[0], kept)
		if len(kept) >= enough {
			sort.Float64s(kept)
			return kept[len(kept)/2] / float64(records) / 2
		}
	}
	fail("the cores were never free for two threads at once")
	return 0
}
