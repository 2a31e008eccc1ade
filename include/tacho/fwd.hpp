// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_FWD_HPP
#define TACHO_FWD_HPP

/// Names only. A header that records into metrics declared elsewhere needs `<tacho/counter.hpp>`,
/// `<tacho/histogram.hpp>`, `<tacho/family.hpp>` or their siblings at most, none of which includes
/// the registry; only the translation unit that constructs them needs `<tacho/tacho.hpp>`.
/// (Histograms and families are named by their layouts and labels, which a declaration alone
/// cannot.)

namespace tacho::inline v0 {

class registry;
class registry_ref;
class snapshot;
class encoder;
class metric_name;
struct histogram_value;
struct metric_options;
struct label;

class counter;
class float_counter;
class up_down_counter;
class gauge;

namespace detail {
class series;
} // namespace detail

} // namespace tacho::inline v0

#endif
