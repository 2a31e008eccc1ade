// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_FWD_HPP
#define TACHO_FWD_HPP

#include <tacho/detail/language/cpp20.hpp>

/// Forward declarations. A header that records into metrics declared elsewhere needs at most
/// `<tacho/counter.hpp>`, `<tacho/histogram.hpp>`, `<tacho/family.hpp>` or a similar header, none
/// of which includes the registry; only the translation unit that constructs the metrics needs
/// `<tacho/tacho.hpp>`. (Histograms and families are not declared here: their types name layouts
/// and labels, for which a declaration is not enough.)

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
