// SPDX-License-Identifier: BSL-1.0

#ifndef TACHO_EXPOSITION_GATHERER_IPP
#define TACHO_EXPOSITION_GATHERER_IPP

#include <tacho/exposition/gatherer.hpp>

#include <utility>

namespace tacho::inline v0 {

TACHO_DECL gatherer::gatherer(registry_ref of)
    : gather_{[source = std::move(of)](exposition& into) { into.add(source.collect()); }} {}

} // namespace tacho::inline v0

#endif
