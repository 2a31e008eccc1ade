// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_COMPONENT_HPP
#define TACHO_COMPONENT_HPP

/// Metrics of components, with one interface and registries that can be exchanged.

#include <tacho/component/backend.hpp>            // IWYU pragma: export
#include <tacho/component/detail/metric_info.hpp> // IWYU pragma: export
#include <tacho/component/log_spaced_bounds.hpp>  // IWYU pragma: export
#include <tacho/component/metrics_registry.hpp>   // IWYU pragma: export
#include <tacho/component/name_rules.hpp>         // IWYU pragma: export
#include <tacho/component/node.hpp>               // IWYU pragma: export
#include <tacho/component/null_registry.hpp>      // IWYU pragma: export
#include <tacho/component/recording_registry.hpp> // IWYU pragma: export
#include <tacho/component/registry_kinds.hpp>     // IWYU pragma: export
#include <tacho/component/request_metrics.hpp>    // IWYU pragma: export
#include <tacho/component/run_time.hpp>           // IWYU pragma: export
#include <tacho/component/scrape_callback.hpp>    // IWYU pragma: export
#include <tacho/component/sharded_registry.hpp>   // IWYU pragma: export
#include <tacho/component/tree.hpp>               // IWYU pragma: export
#include <tacho/component/tree_options.hpp>       // IWYU pragma: export

#endif
