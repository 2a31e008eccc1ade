// SPDX-License-Identifier: BSL-1.0
//
// What a trace costs with hypertrace and hypertrace-prometheus, as benchmarks/trace.cpp does it.
//
//     node main.js REPETITIONS        prints nanoseconds of each trace: {"trace/plain": [...], ...}
'use strict'

const { createTracer, setTraceFunction, clearTraceFunction } = require('hypertrace')
const prometheus = require('hypertrace-prometheus')

class Swarm {
  constructor () {
    this.tracer = createTracer(this)
  }

  plain () { this.tracer.trace() }
  named () { this.tracer.trace('append') }
}

const repetitions = Number(process.argv[2] || 5)
const found = {}

function nanoseconds () {
  const { user, system } = process.cpuUsage()
  return 1000 * (user + system)
}

function measure (name, traces, record) {
  record(traces) // warm
  found[name] = []
  for (let i = 0; i < repetitions; i++) {
    const begin = nanoseconds()
    record(traces)
    found[name].push((nanoseconds() - begin) / traces)
  }
}

function plain (of) { return n => { for (let i = 0; i < n; i++) of.plain() } }
function named (of) { return n => { for (let i = 0; i < n; i++) of.named() } }

async function main () {
  measure('trace/off', 2000000, plain(new Swarm()))

  const counting = prometheus({ collectDefaults: false })
  setTraceFunction(counting)
  const swarm = new Swarm()
  const each = { plain: 20000, named: 100000 }
  measure('trace/plain', each.plain, plain(swarm))
  measure('trace/id', each.named, named(swarm))
  clearTraceFunction()

  const text = await counting.metrics()
  const counted = [...text.matchAll(/^trace_counter\{.*\} (\d+)$/gm)].reduce((sum, [, n]) => sum + Number(n), 0)
  const expected = (1 + repetitions) * (each.plain + each.named)
  if (counted !== expected) throw new Error(`counted ${counted} of ${expected} traces`)
  console.log(JSON.stringify(found))
}

main()
