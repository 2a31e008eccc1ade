// SPDX-License-Identifier: BSL-1.0

// What tacho's benchmarks measure, done with Go's library for Prometheus. Prints a repetition's
// nanoseconds per record of every row, as JSON.
//
//	peers [REPETITIONS]
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"

	"github.com/prometheus/client_golang/prometheus"
	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
)

func main() {
	repetitions := 5
	if len(os.Args) > 1 {
		var err error
		if repetitions, err = strconv.Atoi(os.Args[1]); err != nil {
			fail("what number of repetitions is " + os.Args[1] + "?")
		}
	}
	registry := prometheus.NewRegistry()
	rows := append(counters(registry), histograms(registry)...)
	rows = append(rows, families(registry)...)
	rows = append(rows, text())
	results := map[string][]float64{}
	for _, each := range rows {
		each.repeat() // warms up
	}
	for i := 0; i < repetitions; i++ {
		for _, each := range rows {
			results[each.name] = append(results[each.name], each.repeat())
		}
	}
	out, err := json.MarshalIndent(results, "", " ")
	if err != nil {
		fail(err.Error())
	}
	fmt.Println(string(out))
}

func read(of prometheus.Metric) *dto.Metric {
	var into dto.Metric
	if err := of.Write(&into); err != nil {
		fail(err.Error())
	}
	return &into
}

func count(of prometheus.Counter) uint64 { return uint64(read(of).GetCounter().GetValue()) }

func counters(in prometheus.Registerer) []row {
	metric := prometheus.NewCounter(prometheus.CounterOpts{Name: "one_total", Help: "One."})
	in.MustRegister(metric)
	total := func() uint64 { return count(metric) }
	inc := func(records int) func() {
		return func() {
			for i := 0; i < records; i++ {
				metric.Inc()
			}
		}
	}
	return []row{
		{"client_golang counter/one", func() float64 { return oneThread(batch, inc(batch), total) }},
		{"client_golang counter/two_threads", func() float64 {
			return twoThreads(shortBatch, inc(shortBatch), total)
		}},
	}
}

// Log-uniform, so that every bucket is as likely as the next and no branch can be foretold.
func latencies() []float64 {
	state := uint64(1)
	random := func() float64 {
		state += 0x9e3779b97f4a7c15
		z := state
		z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9
		z = (z ^ (z >> 27)) * 0x94d049bb133111eb
		return float64(z^(z>>31)) / math.Pow(2, 64)
	}
	low, high := math.Log(0.002), math.Log(20)
	made := make([]float64, batch)
	for i := range made {
		made[i] = math.Exp(low + (high-low)*random())
	}
	return made
}

func histograms(in prometheus.Registerer) []row {
	metric := prometheus.NewHistogram(prometheus.HistogramOpts{
		Name:    "latency_seconds",
		Help:    "Eleven bounds.",
		Buckets: prometheus.DefBuckets,
	})
	in.MustRegister(metric)
	total := func() uint64 { return read(metric).GetHistogram().GetSampleCount() }
	observe := func(values []float64) func() {
		return func() {
			for _, value := range values {
				metric.Observe(value)
			}
		}
	}
	values := latencies()
	return []row{
		{"client_golang histogram/one", func() float64 {
			return oneThread(batch, observe(values), total)
		}},
		{"client_golang histogram/two_threads", func() float64 {
			return twoThreads(shortBatch, observe(values[:shortBatch]), total)
		}},
	}
}

var requests = [8][2]string{
	{"GET", "200"},
	{"POST", "201"},
	{"GET", "404"},
	{"PUT", "204"},
	{"DELETE", "204"},
	{"HEAD", "200"},
	{"GET", "500"},
	{"OPTIONS", "405"},
}

func families(in prometheus.Registerer) []row {
	family := prometheus.NewCounterVec(
		prometheus.CounterOpts{Name: "responses_total", Help: "By method and code."},
		[]string{"method", "code"},
	)
	in.MustRegister(family)
	total := func() (sum uint64) {
		for _, each := range requests {
			sum += count(family.WithLabelValues(each[0], each[1]))
		}
		return sum
	}
	literal := func() {
		for i := 0; i < shortBatch; i++ {
			family.WithLabelValues("GET", "200").Inc()
		}
	}
	// Strings of a table: Go's do not share a buffer.
	changing := func() {
		for i := 0; i < shortBatch; i++ {
			each := &requests[i%len(requests)]
			family.WithLabelValues(each[0], each[1]).Inc()
		}
	}
	return []row{
		{"client_golang family/literal", func() float64 { return oneThread(shortBatch, literal, total) }},
		{"client_golang family/buffer", func() float64 { return oneThread(shortBatch, changing, total) }},
	}
}

func text() row {
	const series = 100_000
	registry := prometheus.NewRegistry()
	family := prometheus.NewCounterVec(
		prometheus.CounterOpts{Name: "items_total", Help: "Many."},
		[]string{"method", "path"},
	)
	registry.MustRegister(family)
	methods := [4]string{"GET", "HEAD", "POST", "PUT"}
	expected := uint64(0)
	for i := 0; i < series; i++ {
		value := i * 7 % 100_003
		expected += uint64(value)
		path := "/item/" + strconv.Itoa(i/4)
		family.WithLabelValues(methods[i%len(methods)], path).Add(float64(value))
	}
	// What promhttp does, into a buffer that is used again.
	var buffer bytes.Buffer
	format := expfmt.NewFormat(expfmt.TypeTextPlain)
	encode := func() int {
		buffer.Reset()
		families, err := registry.Gather()
		if err != nil {
			fail(err.Error())
		}
		encoder := expfmt.NewEncoder(&buffer, format)
		for _, each := range families {
			if err := encoder.Encode(each); err != nil {
				fail(err.Error())
			}
		}
		return buffer.Len()
	}
	length := encode()
	sum := uint64(0)
	for _, line := range strings.Split(strings.TrimSpace(buffer.String()), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		value, err := strconv.ParseFloat(line[strings.LastIndexByte(line, ' ')+1:], 64)
		if err != nil {
			fail(err.Error())
		}
		sum += uint64(value)
	}
	verify(sum, expected)
	return row{"client_golang text", func() float64 { return encoding(series, encode, length) }}
}
