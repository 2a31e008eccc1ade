// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_SRC_HPP
#define TACHO_SRC_HPP

/// The definitions of everything but HTTP, for programs that compile them once: define
/// TACHO_SEPARATE_COMPILATION for every file, and include this header in exactly one. With CMake
/// the target tacho::compiled does both. The definitions of the exposer are in
/// `<tacho/http/src.hpp>`.

#if !defined(TACHO_SEPARATE_COMPILATION)
# error "<tacho/src.hpp> is for programs that define TACHO_SEPARATE_COMPILATION for every file"
#endif

// The features: components, sandboxes, traces, monitors, the process.

#include <tacho/callback.ipp>
#include <tacho/collection.ipp>
#include <tacho/collector.ipp>
#include <tacho/error.ipp>
#include <tacho/misuse.ipp>
#include <tacho/process_metrics.ipp>
#include <tacho/registry.ipp>
#include <tacho/registry_choice.ipp>
#include <tacho/self_metrics.ipp>
#include <tacho/snapshot.ipp>
#include <tacho/thread.ipp>
#include <tacho/component/backend.ipp>
#include <tacho/component/canary.ipp>
#include <tacho/component/health.ipp>
#include <tacho/component/log_spaced_bounds.ipp>
#include <tacho/component/metrics_registry.ipp>
#include <tacho/component/name_rules.ipp>
#include <tacho/component/node.ipp>
#include <tacho/component/recording_registry.ipp>
#include <tacho/component/registry_kinds.ipp>
#include <tacho/component/request_metrics.ipp>
#include <tacho/component/scrape_callback.ipp>
#include <tacho/component/scrape_target.ipp>
#include <tacho/component/sharded_registry.ipp>
#include <tacho/component/status_options.ipp>
#include <tacho/component/tree.ipp>
#include <tacho/component/tree_options.ipp>
#include <tacho/component/detail/environment.ipp>
#include <tacho/component/detail/node_scrape.ipp>
#include <tacho/component/detail/node_state.ipp>
#include <tacho/detail/recording/bucket_search.ipp>
#include <tacho/detail/registry/clean_values.ipp>
#include <tacho/detail/registry/collected_families.ipp>
#include <tacho/detail/registry/departures.ipp>
#include <tacho/detail/registry/fresh_hash_secret.ipp>
#include <tacho/detail/registry/registration_rules.ipp>
#include <tacho/detail/registry/registry_state.ipp>
#include <tacho/detail/registry/series_group.ipp>
#include <tacho/detail/registry/series_memory.ipp>
#include <tacho/detail/registry/series_table.ipp>
#include <tacho/detail/registry/snapshot_memory.ipp>
#include <tacho/detail/storage/arena.ipp>
#include <tacho/detail/storage/beyond_cells.ipp>
#include <tacho/detail/storage/cell_allocator.ipp>
#include <tacho/detail/storage/free_cells.ipp>
#include <tacho/detail/storage/merge.ipp>
#include <tacho/detail/storage/record.ipp>
#include <tacho/detail/system/blocked_signals.ipp>
#include <tacho/detail/system/fork.ipp>
#include <tacho/detail/system/pause.ipp>
#include <tacho/detail/system/process_figures.ipp>
#include <tacho/detail/system/thread_cpu_clock.ipp>
#include <tacho/detail/system/tick_clock.ipp>
#include <tacho/detail/system/virtual_memory.ipp>
#include <tacho/detail/system/wall_clock.ipp>
#include <tacho/detail/text/escape.ipp>
#include <tacho/detail/text/in_quotes.ipp>
#include <tacho/detail/text/json_text.ipp>
#include <tacho/detail/text/utf8.ipp>
#include <tacho/exposition/encoder.ipp>
#include <tacho/exposition/expose.ipp>
#include <tacho/exposition/exposition.ipp>
#include <tacho/exposition/exposition_view.ipp>
#include <tacho/exposition/formats.ipp>
#include <tacho/exposition/gatherer.ipp>
#include <tacho/exposition/json.ipp>
#include <tacho/exposition/negotiation.ipp>
#include <tacho/exposition/openmetrics.ipp>
#include <tacho/exposition/parsed_family.ipp>
#include <tacho/exposition/protobuf.ipp>
#include <tacho/exposition/text.ipp>
#include <tacho/exposition/text_parser.ipp>
#include <tacho/exposition/write_text.ipp>
#include <tacho/exposition/detail/foreign_families.ipp>
#include <tacho/exposition/detail/foreign_metrics.ipp>
#include <tacho/exposition/detail/foreign_words.ipp>
#include <tacho/exposition/detail/header_words.ipp>
#include <tacho/exposition/detail/piece_writer.ipp>
#include <tacho/exposition/detail/state_line.ipp>
#include <tacho/hyperlight/hyperlight.ipp>
#include <tacho/hyperlight/js.ipp>
#include <tacho/hyperlight/registry.ipp>
#include <tacho/hyperlight/sandbox.ipp>
#include <tacho/hyperlight/wasm.ipp>
#include <tacho/hyperlight/detail/guest_texts.ipp>
#include <tacho/hypertrace/prop.ipp>
#include <tacho/hypertrace/trace_counter.ipp>
#include <tacho/hypertrace/trace_function.ipp>
#include <tacho/hypertrace/tracer.ipp>
#include <tacho/monitor/cpu_time.ipp>
#include <tacho/monitor/monitor_thread.ipp>
#include <tacho/monitor/wall_clock.ipp>
#include <tacho/monitor/detail/watched_calls.ipp>
#include <tacho/testing/difference.ipp>
#include <tacho/testing/lint.ipp>
#include <tacho/testing/values.ipp>

#endif
