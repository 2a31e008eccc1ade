// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_TACHO_HPP
#define TACHO_TACHO_HPP

/// The metrics, their registry and the text format. Headers of their own offer expositions of
/// several registries (`<tacho/exposition.hpp>`), HTTP (`<tacho/http/exposer.hpp>`), execution
/// monitors (`<tacho/monitor.hpp>`), components (`<tacho/component.hpp>`) and the metrics of
/// particular systems (`<tacho/hyperlight.hpp>`, `<tacho/hypertrace.hpp>`).

#include <tacho/bounded_text.hpp>          // IWYU pragma: export
#include <tacho/buckets.hpp>               // IWYU pragma: export
#include <tacho/callback.hpp>              // IWYU pragma: export
#include <tacho/collection.hpp>            // IWYU pragma: export
#include <tacho/collector.hpp>             // IWYU pragma: export
#include <tacho/counter.hpp>               // IWYU pragma: export
#include <tacho/error.hpp>                 // IWYU pragma: export
#include <tacho/exposition/encoder.hpp>    // IWYU pragma: export
#include <tacho/exposition/expose.hpp>     // IWYU pragma: export
#include <tacho/exposition/formats.hpp>    // IWYU pragma: export
#include <tacho/exposition/text.hpp>       // IWYU pragma: export
#include <tacho/exposition/write_text.hpp> // IWYU pragma: export
#include <tacho/family.hpp>                // IWYU pragma: export
#include <tacho/family_description.hpp>    // IWYU pragma: export
#include <tacho/function_calls.hpp>        // IWYU pragma: export
#include <tacho/fwd.hpp>                   // IWYU pragma: export
#include <tacho/gauge.hpp>                 // IWYU pragma: export
#include <tacho/histogram.hpp>             // IWYU pragma: export
#include <tacho/info.hpp>                  // IWYU pragma: export
#include <tacho/instrument.hpp>            // IWYU pragma: export
#include <tacho/labels.hpp>                // IWYU pragma: export
#include <tacho/metric_type.hpp>           // IWYU pragma: export
#include <tacho/misuse.hpp>                // IWYU pragma: export
#include <tacho/name.hpp>                  // IWYU pragma: export
#include <tacho/options.hpp>               // IWYU pragma: export
#include <tacho/owned.hpp>                 // IWYU pragma: export
#include <tacho/registry.hpp>              // IWYU pragma: export
#include <tacho/registry_choice.hpp>       // IWYU pragma: export
#include <tacho/runtime_family.hpp>        // IWYU pragma: export
#include <tacho/self_metrics.hpp>          // IWYU pragma: export
#include <tacho/snapshot.hpp>              // IWYU pragma: export
#include <tacho/stateset.hpp>              // IWYU pragma: export
#include <tacho/summary.hpp>               // IWYU pragma: export
#include <tacho/thread.hpp>                // IWYU pragma: export
#include <tacho/timer.hpp>                 // IWYU pragma: export
#include <tacho/up_down_counter.hpp>       // IWYU pragma: export
#include <tacho/version.hpp>               // IWYU pragma: export

#endif
