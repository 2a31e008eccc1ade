// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_SELF_METRICS_IPP
#define TACHO_SELF_METRICS_IPP

#include <tacho/detail/registry/registry_core.hpp>
#include <tacho/detail/registry/registry_state.hpp>
#include <tacho/detail/storage/arena.hpp>
#include <tacho/detail/storage/atomic.hpp>
#include <tacho/registry.hpp>
#include <tacho/self_metrics.hpp>

#include <atomic>
#include <cstdint>
#include <functional>

namespace tacho::inline v0 {

namespace detail {

[[nodiscard]] inline arena& slabs_of(registry& in) noexcept {
    return registry_access::state(in).home.slabs();
}

/// A callback that gives the value of an event counter.
[[nodiscard]] inline std::function<double()> count(atomic<std::uint64_t> const& events) {
    return [&events] { return static_cast<double>(events.load(std::memory_order_relaxed)); };
}

} // namespace detail

TACHO_DECL self_metrics::self_metrics(registry& in)
    : slabs_{
          in,
          "tacho_slabs",
          "Threads' slabs in the process, the shared one included.",
          [&slabs = detail::slabs_of(in)] { return static_cast<double>(slabs.size()); }
      }
    , cells_beyond_{
          in,
          "tacho_cells_beyond_slabs",
          "Cells in use beyond the slabs, which are full: all threads share them, which is slower.",
          detail::count(detail::slabs_of(in).events.cells_beyond)
      }
    , shared_records_{
          in,
          "tacho_shared_slab_records_total",
          "Records in cells that all threads share, for want of a slab of the thread's own or of "
          "room in the slabs.",
          detail::count(detail::slabs_of(in).events.shared_records)
      }
    , lost_records_{
          in,
          "tacho_lost_records_total",
          "Records through a handle whose constructor had not run, or that got no memory.",
          detail::count(detail::slabs_of(in).events.lost_records)
      }
    , refused_records_{
          in,
          "tacho_refused_records_total",
          "Records of a value that the metric cannot take: negative, or not a number.",
          detail::count(detail::slabs_of(in).events.refused_records)
      }
    , torn_reads_{
          in,
          "tacho_torn_reads_total",
          "Reads of a thread's histogram whose sum may differ by the observations in flight.",
          detail::count(detail::slabs_of(in).events.torn_reads)
      }
    , overflow_lookups_{
          in,
          "tacho_overflow_lookups_total",
          "Series refused: lookups in a family at its limit that got the overflow series.",
          detail::count(detail::slabs_of(in).events.refused_series)
      }
    , callback_errors_{
          in,
          "tacho_callback_errors_total",
          "Callbacks and collectors that threw, or gave a value or a family that cannot be "
          "shown.",
          detail::count(detail::slabs_of(in).events.callback_errors)
      }
    , left_out_families_{
          in,
          "tacho_left_out_families_total",
          "Families left out of a scrape of several registries, as an earlier one has their name "
          "and another type or help.",
          detail::count(detail::slabs_of(in).events.left_out_families)
      }
    , left_out_series_{
          in,
          "tacho_left_out_series_total",
          "Series left out of a scrape of several registries, as an earlier one has them too.",
          detail::count(detail::slabs_of(in).events.left_out_series)
      } {}

} // namespace tacho::inline v0

#endif
